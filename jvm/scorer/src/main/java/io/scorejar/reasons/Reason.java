package io.scorejar.reasons;

import java.util.Map;

/**
 * Why one raw score is what it is.
 *
 * @param base the raw score where nothing is known of a row
 * @param sum the raw score: {@code base} and all contributions; NaN where there is no answer
 * @param contributions what each column adds, by name, in the order of {@link Reasons#columns};
 *     unmodifiable
 */
public record Reason(double base, double sum, Map<String, Double> contributions) {}
