package example

import io.scorejar.LiveScorer

import java.nio.file.Path
import java.util.concurrent.atomic.{AtomicBoolean, LongAdder}
import scala.collection.concurrent.TrieMap
import scala.concurrent.duration.Duration
import scala.concurrent.{Await, ExecutionContext, Future}
import scala.io.StdIn
import scala.jdk.CollectionConverters.*
import scala.util.Using

/** Scores from two threads without a pause while the newest version of a model changes under them.
  * Publish another version into the repository and watch; Enter ends it.
  *
  * Arguments as in `example.swapVersions models credit rows.csv`.
  */
@main def swapVersions(repository: String, model: String, rowsFile: String): Unit =
  // A thread of the scorer's own looks at the folder every second. A new version is checked, proved
  // and warm before it answers; a bad one never answers, and the log says why.
  Using.resource(LiveScorer.watch(Path.of(repository), model)): live =>
    val rows = Rows.read(Path.of(rowsFile), live.current.schema)
    val clients = Clients(live, rows)
    StdIn.readLine()
    for (version, answers) <- clients.stop() do println(s"version $version gave $answers")

/** Two threads that score the rows over and over, and count the answers of each version. */
final class Clients(live: LiveScorer, rows: Vector[Row]):
  private val running = AtomicBoolean(true)
  private val answersByVersion = TrieMap.empty[Long, LongAdder]
  private val ends = Vector.fill(2)(Future(score())(using ExecutionContext.global))

  /** Ends the threads. Throws what they threw: had a swap lost a call, it would show here. */
  def stop(): Seq[(Long, LongAdder)] =
    running.set(false)
    ends.foreach(Await.result(_, Duration.Inf))
    answersByVersion.toSeq.sortBy((version, _) => version)

  private def score(): Unit =
    for row <- Iterator.continually(rows).flatten.takeWhile(_ => running.get) do
      // Ask for the current version once for each piece of work. What you hold stays good to the
      // end of the call, however often the model changes meanwhile.
      val jar = live.current
      val answer = jar.scorer.score(row.asJava)
      val answers = answersByVersion.getOrElseUpdate(
        jar.version, {
          println(s"version ${jar.version} answers $answer")
          LongAdder()
        }
      )
      answers.increment()
