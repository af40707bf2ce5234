package io.scorejar.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.Input;
import io.scorejar.InvalidRowException;
import io.scorejar.Output;
import io.scorejar.Range;
import io.scorejar.Rule;
import io.scorejar.Schema;
import io.scorejar.Type;
import io.scorejar.program.Boundaries;
import io.scorejar.program.Forest;
import io.scorejar.program.Program;
import io.scorejar.program.ProgramBytes;
import java.util.List;
import org.dmg.pmml.Apply;
import org.dmg.pmml.Constant;
import org.dmg.pmml.DataDictionary;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.DefineFunction;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.Expression;
import org.dmg.pmml.FieldRef;
import org.dmg.pmml.Interval;
import org.dmg.pmml.Lag;
import org.dmg.pmml.LocalTransformations;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.MiningSchema;
import org.dmg.pmml.OpType;
import org.dmg.pmml.PMML;
import org.dmg.pmml.ParameterField;
import org.dmg.pmml.SimplePredicate;
import org.dmg.pmml.TransformationDictionary;
import org.dmg.pmml.True;
import org.dmg.pmml.tree.BranchNode;
import org.dmg.pmml.tree.LeafNode;
import org.dmg.pmml.tree.Node;
import org.dmg.pmml.tree.TreeModel;
import org.junit.jupiter.api.Test;

class CompilerTest {

  private static final Schema SCHEMA =
      new Schema(
          List.of(new Input("x", Type.DOUBLE, List.of(), Rule.ACCEPTED, Rule.ACCEPTED)),
          List.of(new Output("y", Type.DOUBLE, List.of())));

  /** A tree of two leaves that asks whether a value derived from x is at most 0.5. */
  private static PMML document(Expression derived) {
    DataDictionary fields = new DataDictionary();
    fields.addDataFields(
        new DataField("y", OpType.CONTINUOUS, DataType.DOUBLE),
        new DataField("x", OpType.CONTINUOUS, DataType.DOUBLE));
    MiningSchema schema = new MiningSchema();
    schema.addMiningFields(
        new MiningField("y").setUsageType(MiningField.UsageType.TARGET), new MiningField("x"));
    LocalTransformations derivedFields = new LocalTransformations();
    derivedFields.addDerivedFields(
        new DerivedField("z", OpType.CONTINUOUS, DataType.DOUBLE, derived));
    Node root = new BranchNode(null, True.INSTANCE);
    root.addNodes(
        new LeafNode(1, new SimplePredicate("z", SimplePredicate.Operator.LESS_OR_EQUAL, "0.5")),
        new LeafNode(2, True.INSTANCE));
    TreeModel tree =
        new TreeModel(MiningFunction.REGRESSION, schema, root)
            .setLocalTransformations(derivedFields);
    PMML pmml = new PMML();
    pmml.setDataDictionary(fields);
    return pmml.addModels(tree);
  }

  private static double score(Program program, double x) {
    double[] frame = new double[program.slots()];
    frame[0] = x;
    program.run(frame);
    return frame[program.output(0)];
  }

  @Test
  void a_test_of_a_scaled_value_becomes_a_boundary_of_the_input() {
    Expression scaled =
        new Apply("/")
            .addExpressions(
                new Apply("-").addExpressions(new FieldRef("x"), new Constant(0.3)),
                new Constant(1.7));
    Program program = Compiler.compile(document(scaled), SCHEMA);
    assertEquals(1, program.steps().size());
    Forest forest = assertInstanceOf(Forest.class, program.steps().get(0));
    Boundaries column = assertInstanceOf(Boundaries.class, forest.columns().get(0));
    double boundary = column.boundary(0);
    assertEquals(true, (boundary - 0.3) / 1.7 <= 0.5);
    assertEquals(false, (Math.nextUp(boundary) - 0.3) / 1.7 <= 0.5);
    assertArrayEquals(
        new double[] {1, 2, 2},
        new double[] {
          score(program, boundary),
          score(program, Math.nextUp(boundary)),
          score(program, Double.NaN)
        });
  }

  @Test
  void what_the_schema_refuses_already_is_not_asked_again() {
    PMML pmml = document(new FieldRef("x"));
    pmml.getDataDictionary()
        .getDataFields()
        .get(1)
        .addIntervals(new Interval(Interval.Closure.CLOSED_CLOSED, 0, 1));
    Schema narrow =
        new Schema(
            List.of(
                new Input(
                    "x", Type.DOUBLE, List.of(), Rule.ACCEPTED, Rule.ACCEPTED, new Range(0, 1))),
            SCHEMA.outputs());
    assertEquals(1, Compiler.compile(pmml, narrow).steps().size());
    Program guarded = Compiler.compile(pmml, SCHEMA);
    assertThrows(InvalidRowException.class, () -> score(guarded, 1.5));
    assertEquals(2, score(guarded, 1));
  }

  @Test
  void what_is_not_compiled_is_named_by_its_element() {
    NotCompiled e =
        assertThrows(NotCompiled.class, () -> Compiler.compile(document(new Lag("x")), SCHEMA));
    assertEquals("Lag: is not compiled", e.getMessage());
  }

  @Test
  void a_field_that_is_made_of_itself_is_an_error() {
    NotCompiled e =
        assertThrows(
            NotCompiled.class, () -> Compiler.compile(document(new FieldRef("z")), SCHEMA));
    assertEquals("DerivedField: 'z' is made of itself", e.getMessage());
  }

  @Test
  void fields_that_double_each_other_make_a_small_program() {
    PMML pmml = document(new FieldRef("d39"));
    TransformationDictionary dictionary = new TransformationDictionary();
    for (int i = 0; i < 40; i++) {
      Expression below = new FieldRef(i == 0 ? "x" : "d" + (i - 1));
      dictionary.addDerivedFields(
          new DerivedField(
              "d" + i,
              OpType.CONTINUOUS,
              DataType.DOUBLE,
              new Apply("+").addExpressions(below, below)));
    }
    Program program = Compiler.compile(pmml.setTransformationDictionary(dictionary), SCHEMA);
    assertTrue(ProgramBytes.write(program).length < 100_000);
    assertEquals(1, score(program, 0));
    assertEquals(2, score(program, 1));
  }

  @Test
  void functions_that_double_each_other_are_not_compiled() {
    PMML pmml = document(new Apply("f39").addExpressions(new FieldRef("x")));
    TransformationDictionary dictionary = new TransformationDictionary();
    for (int i = 0; i < 40; i++) {
      Expression a = new FieldRef("a");
      Expression half = i == 0 ? a : new Apply("f" + (i - 1)).addExpressions(a);
      dictionary.addDefineFunctions(
          new DefineFunction(
              "f" + i,
              OpType.CONTINUOUS,
              DataType.DOUBLE,
              List.of(new ParameterField("a")),
              new Apply("+").addExpressions(half, half)));
    }
    pmml.setTransformationDictionary(dictionary);
    NotCompiled e = assertThrows(NotCompiled.class, () -> Compiler.compile(pmml, SCHEMA));
    assertEquals("DefineFunction: functions call each other too often", e.getMessage());
  }

  @Test
  void an_expression_of_many_levels_becomes_steps_that_can_be_read() {
    Expression deep = new FieldRef("x");
    for (int i = 0; i < 500; i++) {
      deep = new Apply("/").addExpressions(new Constant(1), deep);
    }
    Program program = Compiler.compile(document(deep), SCHEMA);
    Program read = ProgramBytes.read(ProgramBytes.write(program));
    assertEquals(1, score(read, 0.25));
    assertEquals(2, score(read, 0.75));
  }
}
