"""Objects shared by the parts of a window: made once, when asked for."""

from __future__ import annotations

import pytest

from stakemap.app.kit.services import Services


class One:
    """Something to share."""


def test_an_object_is_made_once_and_when_it_is_asked_for() -> None:
    services = Services()
    services.provide(One, One)
    assert services.made(One) is None
    assert services.get(One) is services.get(One) is services.made(One)


def test_nothing_is_provided_for_what_there_is_already() -> None:
    services = Services()
    services.provide(One, One)
    made = services.get(One)
    with pytest.raises(RuntimeError, match="One has been made"):
        services.provide(One, One)
    assert services.get(One) is made


def test_a_factory_cannot_ask_for_what_it_makes() -> None:
    services = Services()
    services.provide(One, lambda: services.get(One))
    with pytest.raises(RuntimeError, match="the factory of One"):
        services.get(One)


def test_an_object_is_made_again_after_an_error() -> None:
    services, attempts = Services(), [ValueError("no")]

    def make() -> One:
        if attempts:
            raise attempts.pop()
        return One()

    services.provide(One, make)
    with pytest.raises(ValueError, match="no"):
        services.get(One)
    assert isinstance(services.get(One), One)
    with pytest.raises(KeyError):
        services.get(int)
