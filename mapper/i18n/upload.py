"""Texts of the form for a new import, by the keys its code uses."""

from collections.abc import Mapping

from mapper.i18n.translator import N_

UPLOAD_MESSAGES: Mapping[str, str] = {
    "heading": N_("New import"),
    "what": N_("What shall be imported?"),
    "from_files": N_("Files"),
    "from_service": N_("An internet service (WFS)"),
    "drop_here": N_("Drop files here, or choose them:"),
    "choose_files": N_("Choose files"),
    "formats": N_(
        "Shapefile (as a zip file or all parts together), GeoPackage, File Geodatabase (zip), "
        "GeoJSON, FlatGeobuf, KML, GML or CSV with coordinates. At most {most} MB."
    ),
    "files": N_("Chosen files"),
    "files_missing": N_("Please choose a file first."),
    "remove": N_("Remove"),
    "remove_file": N_("Remove {name}"),
    "parts_missing": N_(
        "A shapefile also needs {parts}. Please choose all of its parts, also one after the other."
    ),
    "no_prj": N_(
        "There is no .prj file. That is no problem: you will be asked which coordinate reference "
        "system is meant, and see on the map what fits."
    ),
    "too_large": N_("The files have {got} MB. At most {most} MB can be imported."),
    "service_address": N_("Address of the service"),
    "service_hint": N_("Of a WFS, for example https://isk.geobasis-bb.de/ows/vg_wfs"),
    "ask_service": N_("Ask the service"),
    "asking_service": N_("Asking …"),
    "service_type": N_("Which of its layers?"),
    "service_missing": N_("Please ask the service first, and choose one of its layers."),
    "where_to": N_("Where does it go?"),
    "layer": N_("Layer"),
    "new_layer": N_("A new layer"),
    "title": N_("Title"),
    "title_missing": N_("Please give the layer a title."),
    "kind": N_("What is it?"),
    "slug": N_("Short name"),
    "slug_hint": N_("Stands in addresses: small letters, digits and hyphens"),
    "slug_missing": N_("Please give the layer a short name."),
    "slug_taken": N_(
        "“{layer}” has this short name already. Please choose that layer above, or another short "
        "name."
    ),
    "origin": N_("Where does it come from?"),
    "licence": N_("Licence"),
    "licence_open": N_("Not known yet"),
    "own_data": N_("The town's own data"),
    "other_licence": N_("Another one …"),
    "licence_name": N_("Name of the licence"),
    "attribution": N_("Attribution"),
    "attribution_hint": N_("Stands under the map, for example © GeoBasis-DE/LGB"),
    "send": N_("Upload and check"),
    "cancel": N_("Cancel the upload"),
    "progress": N_("Upload"),
    "sent": N_("{percent} % uploaded"),
    "all_sent": N_("Everything is uploaded and is being stored …"),
    "given_up": N_("The upload was cancelled. Nothing was kept."),
    "broken_off": N_(
        "The connection broke off. Everything you entered is still here: please try again."
    ),
    "signed_out": N_(
        "You are not signed in any more. Everything you entered is still here: sign in again in a "
        "new tab, and press the button once more."
    ),
    "sign_in": N_("Sign in in a new tab"),
}
