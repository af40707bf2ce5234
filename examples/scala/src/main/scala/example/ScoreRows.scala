package example

import io.scorejar.{InvalidRowException, Scorer, ScorerJar}

import java.nio.file.Path
import scala.jdk.CollectionConverters.*
import scala.util.Using

/** Opens a jar and scores the rows of a CSV file, in each of the three forms: by name, as one
  * `Array[Double]`, and as a batch.
  *
  * Arguments as in `example.scoreRows models/credit/7.jar rows.csv`.
  */
@main def scoreRows(jarFile: String, rowsFile: String): Unit =
  // Opening checks the jar's digest and scores the rows of evidence that it carries. Do it once.
  Using.resource(ScorerJar.open(Path.of(jarFile))): jar =>
    println(s"opened $jar, ${jar.schema}")
    val good = byName(jar.scorer, Rows.read(Path.of(rowsFile), jar.schema))
    asDoubles(jar.scorer, good)
    asBatch(jar.scorer, good)

/** The convenient form: values by column, answers by output. Returns the rows that were right. */
def byName(scorer: Scorer, rows: Vector[Row]): Vector[Row] =
  rows.filter: row =>
    try
      println(s"by name ${scorer.score(row.asJava)}")
      true
    catch
      // For example: age: expected double, got 'abc'
      case e: InvalidRowException =>
        println(s"refused ${e.getMessage}")
        false

/** The fast form: a row is an array in the order of the schema's inputs, NaN is missing. */
def asDoubles(scorer: Scorer, rows: Vector[Row]): Unit =
  val schema = scorer.schema
  // A scorer keeps no state between calls, so one array for the answers serves a whole thread.
  val answer = new Array[Double](schema.outputs.size)
  for row <- rows do
    // A string is the index of its category: `encode` and `decode` know. Where all the columns are
    // numbers, fill the array yourself.
    scorer.score(schema.encode(row.asJava), answer)
    println(s"doubles ${schema.decode(answer)}")

/** Many rows at once, one after another in one array: more rows a second than one at a time. */
def asBatch(scorer: Scorer, rows: Vector[Row]): Unit =
  val schema = scorer.schema
  val batch = rows.toArray.flatMap(row => schema.encode(row.asJava))
  val answers = new Array[Double](rows.size * schema.outputs.size)
  scorer.score(batch, rows.size, answers)
  for answer <- answers.grouped(schema.outputs.size) do println(s"batch ${schema.decode(answer)}")
