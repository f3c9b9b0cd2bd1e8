"""Only the provider's own token, for us, now and for this attempt, signs anybody in."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import parse_qs, quote_plus, urlsplit

import pytest

from mapper.domain.roles import Role
from mapper.errors import ProviderAwayError, ProviderRefusedError, SettingsError
from mapper.oidc import Attempt, Config, Provider, provider, read_config, read_person
from mapper.oidc.config import read_roles
from mapper.settings import load_settings
from tests.provider import (
    CLIENT,
    CLIENT_SECRET,
    Wicked,
    agree,
    new_key,
    parameter,
    person,
    real_provider,
    wicked_provider,
    with_header,
)
from tests.unit.loopback import seconds_at_most

# The provider of the tests was written for older versions of its libraries.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
BACK = "http://localhost:8501/anmelden/oidc/zurueck"
ATTEMPT = Attempt("a state", "a nonce", "v" * 64, BACK)


def config(issuer: str, claim: str = "roles") -> Config:
    roles = {"town": frozenset({Role.PLANNER}), "chiefs": frozenset({Role.ADMIN})}
    return Config(issuer, CLIENT, CLIENT_SECRET, "Rathaus", claim, roles)


@pytest.fixture
def wicked() -> Iterator[Wicked]:
    with wicked_provider() as bent:
        bent.nonce = ATTEMPT.nonce
        yield bent


def test_somebody_signs_in_at_a_real_provider() -> None:
    anna = person("anna-1", name="Anna Berg", email="a@b.de", roles=["town"])
    with real_provider(anna) as issuer:
        asked = Provider(config(issuer))
        address = asked.address_for(ATTEMPT)
        code = parameter(agree(address, "anna-1"), "code")
        claims = asked.claims_for(ATTEMPT, code)
        with pytest.raises(ProviderRefusedError, match="invalid_grant"):
            asked.claims_for(ATTEMPT, code)

    query = parse_qs(urlsplit(address).query)
    assert query["response_type"] == ["code"]
    assert query["code_challenge_method"] == ["S256"]
    assert ATTEMPT.verifier not in address
    read = read_person(claims, asked.config)
    assert read.subject == f"{issuer} anna-1"
    assert (read.name, read.email) == ("Anna Berg", "a@b.de")
    assert read.roles == {Role.PLANNER}


def test_the_tiny_provider_is_right_before_it_is_bent(wicked: Wicked) -> None:
    assert Provider(config(wicked.issuer)).claims_for(ATTEMPT, "code")["sub"] == "anna"


def right_claims(wicked: Wicked) -> dict[str, object]:
    now = int(time.time())
    return {
        **{"iss": wicked.issuer, "aud": CLIENT, "sub": "anna", "nonce": wicked.nonce},
        **{"iat": now, "exp": now + 3600},
    }


def hmac_with_public_key(wicked: Wicked) -> None:
    public = wicked.keys[0].as_pem(private=False)
    wicked.token = with_header({"alg": "HS256", "kid": "first"}, right_claims(wicked), public)


def nobody_signed(wicked: Wicked) -> None:
    wicked.token = with_header({"alg": "none"}, right_claims(wicked))


def signed_by_another(wicked: Wicked) -> None:
    wicked.signer = new_key("first")


def signed_by_a_key_of_no_name(wicked: Wicked) -> None:
    wicked.signer = new_key("other")
    wicked.header = {"kid": "other"}


def claims(**bent: object) -> Callable[[Wicked], None]:
    def bend(wicked: Wicked) -> None:
        wicked.claims = bent

    bend.__name__ = str(bent)
    return bend


def expired(wicked: Wicked) -> None:
    wicked.claims = {"iat": int(time.time()) - 7200, "exp": int(time.time()) - 3600}


def from_the_future(wicked: Wicked) -> None:
    wicked.claims = {"iat": int(time.time()) + 7200, "exp": int(time.time()) + 9999}


@pytest.mark.parametrize(
    "bend",
    [
        claims(nonce="another"),
        claims(nonce=None),
        claims(aud="another"),
        claims(aud=["another", "third"]),
        claims(aud=[CLIENT, "another"]),
        claims(aud=[CLIENT, "another"], azp="another"),
        claims(aud=None),
        claims(iss="https://another.example.org"),
        claims(iss=None),
        expired,
        claims(exp=None),
        claims(exp="never"),
        from_the_future,
        claims(sub=None),
        claims(sub=17),
        hmac_with_public_key,
        nobody_signed,
        signed_by_another,
        signed_by_a_key_of_no_name,
        lambda wicked: setattr(wicked, "token", "not.a.token"),
        lambda wicked: setattr(wicked, "token", ""),
    ],
)
def test_a_token_that_is_not_right_signs_nobody_in(
    wicked: Wicked, bend: Callable[[Wicked], None]
) -> None:
    bend(wicked)

    with pytest.raises(ProviderRefusedError):
        Provider(config(wicked.issuer)).claims_for(ATTEMPT, "code")


def test_an_attempt_takes_only_its_own_nonce(wicked: Wicked) -> None:
    with pytest.raises(ProviderRefusedError):
        Provider(config(wicked.issuer)).claims_for(replace(ATTEMPT, nonce="other"), "code")


def test_new_keys_are_asked_for_when_a_token_names_one(
    wicked: Wicked, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Provider(config(wicked.issuer))
    asked.claims_for(ATTEMPT, "code")
    asked.claims_for(ATTEMPT, "code")
    assert wicked.asked.count("/keys") == 1
    wicked.keys = [new_key("second")]

    with pytest.raises(ProviderRefusedError, match="does not publish"):
        asked.claims_for(ATTEMPT, "too soon after the keys were fetched")
    monkeypatch.setattr("mapper.oidc.kept._NOT_SOONER_S", 0.0)
    asked.claims_for(ATTEMPT, "code")

    assert wicked.asked.count("/keys") == 2
    assert sum(path.endswith("configuration") for path in wicked.asked) == 1


@pytest.mark.parametrize(
    "bent",
    [
        {"issuer": "https://another.example.org"},
        {"issuer": None},
        {"token_endpoint": "http://town.example.org/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_description_of_somebody_else_is_no_provider(
    wicked: Wicked, bent: dict[str, object]
) -> None:
    wicked.discovery = bent

    with pytest.raises(ProviderAwayError):
        Provider(config(wicked.issuer)).address_for(ATTEMPT)


def test_a_provider_that_is_away_or_silent_is_given_up(
    wicked: Wicked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "TIMEOUTS_S", (0.3, 0.3))
    wicked.paused.set()
    silent = Provider(config(wicked.issuer))
    with seconds_at_most(10), pytest.raises(ProviderAwayError):
        silent.address_for(ATTEMPT)
    asked = len(wicked.asked)
    wicked.paused.clear()

    with pytest.raises(ProviderAwayError):
        silent.address_for(ATTEMPT)
    assert len(wicked.asked) <= asked + 1, "asked again at once"
    monkeypatch.setattr("mapper.oidc.kept._NOT_SOONER_S", 0.0)
    monkeypatch.setattr(provider, "TIMEOUTS_S", (10, 10))
    assert silent.address_for(ATTEMPT).startswith(wicked.issuer)
    with pytest.raises(ProviderAwayError):
        Provider(config("http://127.0.0.1:1")).check()


def test_the_secret_goes_where_the_provider_takes_it(wicked: Wicked) -> None:
    wicked.discovery = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}

    assert Provider(config(wicked.issuer)).claims_for(ATTEMPT, "code")["sub"] == "anna"
    assert f"client_secret={quote_plus(CLIENT_SECRET)}" in "".join(wicked.sent)


def test_roles_are_read_from_groups() -> None:
    assert read_roles("a=moderator, b = admin,a=planner,") == {
        "a": {Role.MODERATOR, Role.PLANNER},
        "b": {Role.ADMIN},
    }
    assert read_roles("CN=staff,OU=town=gis;x=partner") == {
        "CN=staff,OU=town": {Role.GIS},
        "x": {Role.PARTNER},
    }
    assert read_roles("") == {}


@pytest.mark.parametrize("wrong", ["a", "a=", "=admin", "a=king", "a:admin"])
def test_roles_that_cannot_be_read_are_named(wrong: str) -> None:
    with pytest.raises(SettingsError, match="MAPPER_OIDC_ROLES"):
        read_roles(f"x=gis,{wrong}")


@pytest.mark.parametrize(
    ("claims_given", "expected"),
    [
        ({"roles": ["town", "chiefs", "other"]}, {Role.PLANNER, Role.ADMIN}),
        ({"roles": "town"}, {Role.PLANNER}),
        ({"roles": ["nothing"]}, set()),
        ({"roles": [{"town": 1}, None, 3]}, set()),
        ({"roles": {"town": True}}, set()),
        ({}, set()),
    ],
)
def test_whatever_the_claim_holds(claims_given: dict[str, object], expected: set[Role]) -> None:
    read = read_person({"sub": "a", **claims_given}, config("https://id.example.org"))

    assert read.roles == expected


def test_a_claim_may_lie_inside_another() -> None:
    inside = config("https://id.example.org", "realm_access.roles")

    read = read_person({"sub": "a", "realm_access": {"roles": ["chiefs"]}}, inside)

    assert read.roles == {Role.ADMIN}


def test_an_address_that_was_not_verified_is_left_out() -> None:
    given = {"sub": "a", "email": "chief@example.org", "email_verified": False}

    read = read_person(given, config("https://id.example.org"))

    assert (read.email, read.wished_login) == (None, "a")


@pytest.mark.parametrize(
    "issuer", ["http://id.example.org", "ftp://id.example.org", "id.example.org", "http://[::1"]
)
def test_a_provider_without_tls_is_refused(monkeypatch: pytest.MonkeyPatch, issuer: str) -> None:
    monkeypatch.setenv("MAPPER_OIDC_ISSUER", issuer)
    monkeypatch.setenv("MAPPER_OIDC_CLIENT_ID", CLIENT)

    with pytest.raises(SettingsError, match="MAPPER_OIDC_ISSUER"):
        read_config(load_settings())


@pytest.mark.parametrize("issuer", ["https://id.example.org", "http://127.0.0.1:9", "http://[::1]"])
def test_tls_or_this_machine_will_do(monkeypatch: pytest.MonkeyPatch, issuer: str) -> None:
    monkeypatch.setenv("MAPPER_OIDC_ISSUER", issuer)
    monkeypatch.setenv("MAPPER_OIDC_CLIENT_ID", CLIENT)

    found = read_config(load_settings())
    assert found is not None
    assert found.issuer == issuer
    monkeypatch.delenv("MAPPER_OIDC_CLIENT_ID")
    with pytest.raises(SettingsError, match="MAPPER_OIDC_CLIENT_ID"):
        read_config(load_settings())
