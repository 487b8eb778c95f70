"""The fault table: every row with its full and its short length."""

from __future__ import annotations

from faults import (
    calls,
    drafts,
    file_watch,
    full_disk,
    fuzz,
    git_merges,
    hostile,
    huge_input,
    hung_saves,
    imports,
    kills,
    many_edits,
    merges,
    monkey,
    mutations,
    obstacles,
    paths,
    permissions,
    soak,
    state_folder,
    two_processes,
    two_users,
)
from faults.harness import Row

__all__ = ["ROWS"]

ROWS = (
    Row(
        "kills",
        "kill -9 at a random moment of save, edit, export",
        "0 unreadable files, at most 1 s of edits lost, 0 stale temporary files after the next start",
        1_000,
        12,
        kills.inject,
    ),
    Row(
        "calls",
        "the Nth call of the system of a save fails, every N",
        "the old file and an error, or the new file and success",
        8,
        2,
        calls.inject,
    ),
    Row(
        "full-disk",
        "a full disk",
        "the old file and an error, or the new file and success",
        40,
        6,
        full_disk.inject,
    ),
    Row(
        "obstacles",
        "read-only folder, file and disk, dangling symlink, hard link, mode 0640, FIFO or folder in the way, "
        "name of 255 bytes, file removed while open, file replaced during a drag, damaged versions store",
        "a clear message, nothing lost",
        100,
        4,
        obstacles.inject,
    ),
    Row(
        "paths",
        "file names that are not UTF-8, with line breaks, surrogates, of 255 bytes, random bytes: journal, "
        "save, recover",
        "nothing lost, of that map and of one beside it",
        200,
        16,
        paths.inject,
    ),
    Row(
        "drafts",
        "kill -9 at a random moment of typing into a field",
        "at most 1 s of typing lost",
        300,
        6,
        drafts.inject,
    ),
    Row(
        "two-processes",
        "two processes on one file, interleaved saves",
        "no lost save without a question",
        200,
        40,
        two_processes.inject,
    ),
    Row(
        "two-users",
        "two users with two state folders on one file, interleaved saves; kill -9 of one's saves",
        "no lost save without a question, no lock left in the way",
        300,
        40,
        two_users.inject,
    ),
    Row(
        "hung-saves",
        "a sync hangs for 12 s while another process saves the same file; drives that refuse syncs or modes",
        "a question before anything is overwritten; saved with a warning",
        20,
        4,
        hung_saves.inject,
    ),
    Row(
        "mutations",
        "mutated valid maps: bits turned over, cut at every byte of a small map, structure changed",
        "opens or a clean error within 5 s and 512 MB; never a traceback",
        20_000,
        1_500,
        mutations.inject,
    ),
    Row(
        "hostile",
        "hostile maps: each place of text × markup of files, hosts and devices, deep nesting, huge numbers, "
        "ids twice, references to nothing, crowds, bombs of errors, lone surrogates, bidirectional overrides",
        "opens or one clean error within 5 s and 512 MB; no file outside a list, no socket, no program",
        1_000,
        24,
        hostile.inject,
    ),
    Row(
        "imports",
        "hostile files to import: bombs, rubbish, damage, passwords, entities, far corners, a million of "
        "each thing, other formats, texts that act; mutants of valid files of each kind",
        "a map or one sentence each, within 5 s and 512 MB; no other file, no socket, no program",
        2_000,
        32,
        imports.inject,
    ),
    Row(
        "state-folder",
        "state folder as an enemy: each column of the store × values of every type; pipe, folder, file, "
        "device, link to itself and 1 TB in each place and as remembered maps; no access, locked, bombs, "
        "4,000 sessions",
        "the app starts, at most a sentence about each, other work is still offered; 512 MB",
        1_200,
        20,
        state_folder.inject,
    ),
    Row(
        "permissions",
        "a session of work under each umask, killed and gone on with, and folders of earlier versions",
        "no folder wider than 0700, no file wider than 0600",
        40,
        2,
        permissions.inject,
    ),
    Row(
        "edits",
        "random edits, undos and redos with the window open",
        "memory flat after warm-up (under 10 % growth over the second half), every view equal to the model",
        100_000,
        250,
        many_edits.inject,
    ),
    Row(
        "merges",
        "two versions of a map, each with up to 30 random edits of a base with as many, merged from both "
        "sides, again, and without the base",
        "every law of the merge: no judgement lost, a valid map, the same conflicts from both sides",
        10_000,
        25,
        merges.inject,
    ),
    Row(
        "git",
        "two clones of a repository, each with random edits in up to 2 commits; git merges them both ways, "
        "rebases, and merges with a driver that is killed at a random moment",
        "no judgement lost: it is in the map, in a conflict or between markers; no file left to be added",
        100,
        1,
        git_merges.inject,
    ),
    Row(
        "huge-input",
        "2.5 million pasted cells, 200,000 copied actors, 200 dropped maps, 5 MB of sources, and less",
        "a sentence, a question or a preview; nothing changed unasked; under 512 MB; turns over 0.25 s told",
        80,
        4,
        huge_input.inject,
    ),
    Row(
        "watch",
        "in the place of an open map: a pipe, a device, 40 GB, another link or folder, other content of its "
        "size and time, nothing",
        "noticed, not read where it is no map, the processor at rest, and a good map put back is noticed",
        80,
        8,
        file_watch.inject,
    ),
    Row(
        "fuzz",
        "bytes of all kinds for the codec, rows of the journal, pasted tables, citations and themes",
        "read, or a clean error, within 5 s; what is read is written and read again as the same",
        100_000,
        1_000,
        fuzz.inject,
    ),
    Row(
        "monkey",
        "random mouse, wheel, key, resize and menu events in a window with the preset, or with a map",
        "no exception, a valid map that every view shows, undone to the start it is the map it was",
        20_000,
        500,
        monkey.inject,
    ),
    Row(
        "soak",
        "very many calls of Qt on each pair of Python and PySide6 that the machine has",
        "no abort",
        200_000,
        200_000,
        soak.inject,
    ),
)
