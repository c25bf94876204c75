import pytest

from ingest.parsing.versioned_dois import is_of_all_versions, read_version

VERSIONS = {
    "10.21203/rs.3.rs-9999999/v2": (2, ["10.21203/rs.3.rs-9999999/v1"]),
    "10.21203/rs.3.rs-9999999/v1": (1, []),
    "10.1099/acmi.0.000123.v3": (3, ["10.1099/acmi.0.000123.v1", "10.1099/acmi.0.000123.v2"]),
    "10.20944/preprints202301.0001.v2": (2, ["10.20944/preprints202301.0001.v1"]),
    "10.26434/chemrxiv-2021-abc12-v3": (
        3,
        ["10.26434/chemrxiv-2021-abc12", "10.26434/chemrxiv-2021-abc12-v2"],
    ),
    "10.26434/chemrxiv-2021-abc12": (1, []),
    "10.26434/chemrxiv.12345678.v2": (2, ["10.26434/chemrxiv.12345678.v1"]),
    "10.12688/f1000research.12345.2": (2, ["10.12688/f1000research.12345.1"]),
    "10.12688/f1000research.12345.1": (1, []),
    "10.6084/m9.figshare.123456.v2": (
        2,
        ["10.6084/m9.figshare.123456", "10.6084/m9.figshare.123456.v1"],
    ),
    "10.6084/m9.figshare.123456.v1": (1, ["10.6084/m9.figshare.123456"]),
    "10.36227/techrxiv.170555555.55555555/v2": (2, ["10.36227/techrxiv.170555555.55555555/v1"]),
    "10.22541/au.160000000.00000000/v2": (2, ["10.22541/au.160000000.00000000/v1"]),
    "10.1002/essoar.10511074.2": (2, ["10.1002/essoar.10511074.1"]),
    "10.7287/peerj.preprints.123v2": (2, ["10.7287/peerj.preprints.123v1"]),
    "10.32388/abc123.2": (2, ["10.32388/abc123"]),
    "10.7554/elife.86873.1": (1, ["10.7554/elife.86873"]),
    "10.7554/elife.86873.2": (2, ["10.7554/elife.86873", "10.7554/elife.86873.1"]),
    "10.31234/osf.io/abcde_v1": (1, ["10.31234/osf.io/abcde"]),
    "10.31234/osf.io/abcde_v2": (2, ["10.31234/osf.io/abcde", "10.31234/osf.io/abcde_v1"]),
    "10.25418/crick.1.v1": (1, ["10.25418/crick.1"]),
    "10.25418/crick.1.v2": (2, ["10.25418/crick.1", "10.25418/crick.1.v1"]),
}


@pytest.mark.parametrize("is_preprint", [True, False])
@pytest.mark.parametrize("doi", VERSIONS)
def test_a_servers_doi_says_which_version_it_is_and_which_came_before(doi, is_preprint):
    version = read_version(doi, is_preprint=is_preprint)
    assert (version.number, list(version.earlier)) == VERSIONS[doi]
    assert [place.external_id for place in version.places()] == VERSIONS[doi][1]


@pytest.mark.parametrize(
    ("doi", "is_preprint"),
    [
        ("10.5555/book-v2", False),  # a volume, as likely as not
        ("10.5555/journal.v2", False),
        ("10.7554/elife.01567.016", True),  # a part of an article
        ("10.1038/s41586-020-1", True),
        ("10.6084/m9.figshare.123456", True),
        ("10.7554/elife.86873", True),
        ("10.31234/osf.io/abcde", True),
        ("10.5555/example.2", True),
        ("10.5555/v2", True),
        ("10.5555/example/v0", True),
        ("10.5555/example/v100", True),
    ],
)
def test_any_other_doi_says_nothing(doi, is_preprint):
    assert read_version(doi, is_preprint=is_preprint) is None


def test_of_any_preprint_server_v2_is_a_version():
    assert read_version("10.5555/example/v2", is_preprint=True).earlier == ("10.5555/example/v1",)


def test_figshare_has_a_doi_for_all_versions():
    assert is_of_all_versions("10.6084/m9.figshare.123456")
    assert not is_of_all_versions("10.6084/m9.figshare.123456.v2")
