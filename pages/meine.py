"""My ideas: what this device holds the private links of."""

from mapper.ui import context, look
from mapper.ui.citizen_map import show_citizen_map

here = context.current()
_ = here.translator.gettext

look.heading(_("My ideas"), _("Your ideas are remembered on this device only."))
show_citizen_map("mine", here)
