"""Pages of a list, counted from 1."""


def last_page(total: int, size: int) -> int:
    """The number of the last page; 1 for an empty list."""
    return max(1, -(-total // size))


def page_within(number: int, total: int, size: int) -> int:
    """The page that is shown: the first for a number before it, the last for one behind it."""
    return min(max(1, number), last_page(total, size))


class Paged:
    """What pages of a list have in common: `total` entries in all, `size` of them on a page."""

    __slots__ = ()

    total: int
    size: int

    @property
    def last(self) -> int:
        """The number of the last page; 1 for an empty list."""
        return last_page(self.total, self.size)
