package example

import io.scorejar.{Input, Schema, Type}

import java.nio.file.Path
import scala.io.Source
import scala.util.Using

/** A row by name. A missing value is simply not there. */
type Row = Map[String, Any]

/** Stands in for wherever your rows come from: a plain CSV file, with a header and no quotes. */
object Rows:

  /** Every line as a row by name. An empty cell is a missing value, so it is left out; so is a
    * column that the model does not have, such as an id, for a scorer refuses names it does not know.
    */
  def read(file: Path, schema: Schema): Vector[Row] =
    val lines = Using.resource(Source.fromFile(file.toFile, "UTF-8"))(_.getLines().toVector)
    val columns = lines.head.split(",", -1).map(schema.input)
    for line <- lines.tail yield
      val values =
        for (column, cell) <- columns.zip(line.split(",", -1)) if column >= 0 && cell.nonEmpty yield
          val input = schema.inputs.get(column)
          input.name -> value(cell, input)
      values.toMap

  /** A number where the model wants one; what cannot be read stays text, for the model to refuse. */
  private def value(cell: String, input: Input): Any =
    if input.`type` == Type.STRING then cell else cell.toDoubleOption.getOrElse(cell)
