"""Signing in at the town's own OpenID Connect provider."""

from mapper.oidc.config import Config, read_config
from mapper.oidc.person import read_person
from mapper.oidc.provider import Attempt, Provider

__all__ = ["Attempt", "Config", "Provider", "read_config", "read_person"]
