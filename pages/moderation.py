"""Moderation: in the making."""

from mapper.ui import context, look

here = context.current()
_ = here.translator.gettext

look.heading(_("Moderation"))
