package io.scorejar.transpiler;

import io.scorejar.Manifest;
import java.util.List;

/**
 * A proved jar, not yet written.
 *
 * @param judgements of the engine in it, all of which agree
 * @param notes what its user should know, a sentence each: what may be slow, and why
 */
record Jar(Manifest manifest, Bytes bytes, List<String> notes, List<Judgement> judgements) {}
