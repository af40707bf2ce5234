package io.scorejar;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a {@link LiveScorer} stood after its last look at the repository.
 *
 * @param model the model's name
 * @param serving the version that answers; empty if none does
 * @param removed whether that version's file is gone, so that it serves from memory alone
 * @param pinned the version that was asked for by {@link LiveScorer#pin}, if any
 * @param versions the versions on disk, the lowest first
 * @param refused the versions on disk that do not serve, each with the cause in one line
 * @param trouble why the repository could not be looked at, if it could not
 */
public record LiveStatus(
    String model,
    OptionalLong serving,
    boolean removed,
    OptionalLong pinned,
    List<Long> versions,
    Map<Long, String> refused,
    Optional<String> trouble) {}
