"""Refusals of files: one class, one sentence per reason."""

from collections.abc import Mapping

from mapper.errors.base import MapperError
from mapper.errors.words import N_

REASONS: Mapping[str, str] = {
    "unreadable": N_("This file cannot be read. Please check that it is whole and not damaged."),
    "unknown_format": N_(
        "“{file}” is in none of the formats that can be imported: Shapefile, GeoPackage, File "
        "Geodatabase, GeoJSON, FlatGeobuf, KML, GML or CSV."
    ),
    "nothing_given": N_("There is no file yet. Please choose one."),
    "empty_file": N_("“{file}” is empty. Please choose another file."),
    "no_features": N_("There is nothing in this file that could be shown on a map."),
    "no_such_layer": N_("There is no layer “{got}” in this file. It has: {names}."),
    "no_such_field": N_("There is no field “{got}” in this file. It has: {names}."),
    "zip_in_zip": N_(
        "There is another zip file in this one (“{file}”). Please unpack it and upload what is "
        "inside."
    ),
    "unsafe_name": N_(
        "The name “{file}” cannot be used. Please give the file another one, or pack it anew."
    ),
    "duplicate_name": N_("The zip file holds “{file}” twice. Please pack it anew."),
    "unsafe_zip": N_(
        "The zip file is built in a way that no usual program packs. Please pack it anew."
    ),
    "packing_method": N_(
        "“{file}” is packed by a method that cannot be read here. Please pack it anew as a plain "
        "zip file."
    ),
    "document_type": N_(
        "The file declares a document type or entities, which could hide other files. Please "
        "have it exported anew."
    ),
    "foreign_tables": N_(
        "The file holds tables that point to other files or run code ({names}). Please have it "
        "exported anew."
    ),
    "encrypted": N_("The zip file is protected by a password. Please pack it without one."),
    "incomplete_shapefile": N_(
        "“{file}” is missing. A shapefile has at least three parts: .shp, .shx and .dbf."
    ),
    "several_sources": N_(
        "These are several files of different kinds ({names}). Please upload one after the other."
    ),
    "surfaces_in_space": N_(
        "The file holds bodies or surfaces in space (multipatch, TIN), which no map can show. "
        "Please have them exported as polygons."
    ),
    "too_large": N_("The file has {got} MB. At most {most} MB can be imported."),
    "unpacked_too_large": N_("Unpacked the file has more than {most} MB, which is too much."),
    "suspicious_ratio": N_(
        "The zip file would grow to {got} times its size when unpacked; {most} times is the most."
    ),
    "too_many_files": N_("There are {got} files in the zip file. At most {most} can be read."),
    "too_many_features": N_("The file has {got} objects. At most {most} can be imported."),
    "too_many_vertices": N_("The shapes have more than {most} corner points, which is too many."),
    "too_many_fields": N_("The file has {got} fields. At most {most} can be imported."),
    "too_slow": N_("Reading the file took longer than {most} seconds, so it was ended."),
    "too_much_memory": N_("Reading the file needs more than {most} MB of memory."),
    "crashed": N_("Reading the file broke off. It is probably damaged. Nothing was changed."),
    "unknown_crs": N_(
        "“{got}” is no coordinate reference system. Please write it like EPSG:25833."
    ),
    "other_unit": N_(
        "The coordinates seem to be in {unit}. Please have the file saved in metres or degrees."
    ),
    "unusable_crs": N_(
        "Positions in “{got}” cannot be converted to EPSG:25833. Please choose another coordinate "
        "reference system."
    ),
    "unknown_encoding": N_("“{got}” is no encoding of texts that is known here."),
    "undecided_crs": N_(
        "It is not clear in which coordinate reference system the file is. Please choose one: "
        "{names}."
    ),
    "undecided_layer": N_("There are several layers in this file. Please choose one: {names}."),
    "undecided_coordinates": N_(
        "It is not clear which columns hold the coordinates. Please choose two: {names}."
    ),
    "not_here": N_("None of the objects lies in {municipalities}. Please check the file."),
    "service_address": N_("“{got}” is not the address of a service. It begins with https://."),
    "service_forbidden": N_("The address “{got}” may not be asked from here."),
    "service_away": N_("The service at {host} does not answer. Please try again later."),
    "service_broken": N_("The service at {host} broke off in the middle. Nothing was changed."),
    "service_answer": N_("The service at {host} gave an answer that cannot be read."),
    "service_not_listed": N_(
        "Maps of {host} are not allowed here. Whoever runs this installation can add it to the "
        "list."
    ),
    "service_picture": N_("The service at {host} gave something else than a picture."),
    "no_maps": N_(
        "The service at {host} offers no map that fits here: PNG, JPEG or WebP in Web Mercator."
    ),
    "service_status": N_("The service at {host} refuses the request (answer {got})."),
    "service_slow": N_("The service at {host} took longer than {most} seconds, so it was ended."),
    "service_large": N_("The service at {host} sends more than {most} MB, which is too much."),
    "service_says": N_("The service at {host} says: “{said}”"),
    "service_page": N_(
        "At {host} there is a web page instead of a service. Please check the address."
    ),
    "service_short": N_(
        "The service at {host} announced {most} objects and gave {got}. Nothing was changed."
    ),
    "service_repeats": N_(
        "The service at {host} gives the same objects again and again, so there is no telling when "
        "they are complete. Nothing was changed."
    ),
    "undecided_type": N_("The service offers several layers. Please choose one: {names}."),
    "no_such_type": N_("The service offers no “{got}”. It has: {names}."),
    "busy_layer": N_("Somebody else is importing into “{layer}” just now. Please wait a moment."),
    "other_version": N_(
        "Another version of “{layer}” is shown since this preview was made. Please have the file "
        "read anew."
    ),
    "version_in_use": N_("This version of “{layer}” is shown just now. Show another one first."),
    "layer_needed": N_("“{layer}” tells where ideas lie and cannot be deleted."),
    "disk_full": N_("There is no room left on the server's disk. Nothing was changed."),
    "not_stored": N_("The objects could not be stored. Nothing was changed. Please try again."),
    "not_ready": N_("This import cannot be taken over yet."),
    "gone": N_("The uploaded file is no longer here. Please upload it again."),
    "other_kind": N_("“{layer}” is a layer of another kind. Please choose another name."),
    "no_districts": N_("None of the objects is one of the known districts. Please match them."),
}
"""Sentences by reason, with fields in braces."""


NOTES: Mapping[str, str] = {
    "no_shapes": N_("These tables have no shapes and are left out: {names}."),
    "index_rebuilt": N_("The index (.shx) was missing or damaged and was made anew: {names}."),
    "no_attributes": N_("The table of attributes (.dbf) is missing: {names}."),
    "left_out": N_("These files are of another kind and are left out: {names}."),
}
"""Sentences for what was mended or left out while opening; `names` is a list."""


class ImportRefusedError(MapperError):
    """A file or service cannot be imported as it stands; nothing was changed."""

    code = "import_refused"

    def __init__(self, reason: str, **fields: object) -> None:
        super().__init__(REASONS[reason].format(**fields), reason=reason, **fields)
        self.reason = reason


class PictureAwayError(MapperError):
    """Another server gave no picture of its map just now."""

    code = "picture_away"
    http_status = 502

    def __init__(self) -> None:
        super().__init__("The other server gives no picture just now. Please try again later.")


class ImportCancelledError(MapperError):
    """Somebody cancelled the import; nothing was changed."""

    code = "import_cancelled"

    def __init__(self) -> None:
        super().__init__("The import was cancelled. Nothing was changed.")
