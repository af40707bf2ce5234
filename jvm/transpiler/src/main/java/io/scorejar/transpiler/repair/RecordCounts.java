package io.scorejar.transpiler.repair;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.ListIterator;
import org.dmg.pmml.Visitable;
import org.dmg.pmml.VisitorAction;
import org.dmg.pmml.tree.BranchNode;
import org.dmg.pmml.tree.CountingBranchNode;
import org.dmg.pmml.tree.CountingLeafNode;
import org.dmg.pmml.tree.LeafNode;
import org.dmg.pmml.tree.Node;
import org.dmg.pmml.tree.TreeModel;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * How many records of the training data came to each node: {@code Node@recordCount}. JPMML's
 * converters know it and drop it when they make trees compact; reasons for a score need it.
 */
public final class RecordCounts {

  private final IdentityHashMap<Node, Number> counts = new IdentityHashMap<>();

  /** Remembers the counts of the nodes of a model, which may be changed then. */
  public static RecordCounts of(Visitable model) {
    RecordCounts counts = new RecordCounts();
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(Node node) {
        if (node.getRecordCount() != null) {
          counts.put(node, node.getRecordCount());
        }
        return super.visit(node);
      }
    }.applyTo(model);
    return counts;
  }

  /** Remembers the count of a node. */
  public void put(Node node, Number count) {
    counts.put(node, count);
  }

  /** Gives the nodes that are left their counts, in place of any other; others have none. */
  public void restore(Visitable model) {
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(TreeModel tree) {
        tree.setNode(counted(tree.requireNode()));
        return super.visit(tree);
      }

      @Override
      public VisitorAction visit(Node node) {
        if (node.hasNodes()) {
          List<Node> children = node.getNodes();
          for (ListIterator<Node> child = children.listIterator(); child.hasNext(); ) {
            child.set(counted(child.next()));
          }
        }
        return super.visit(node);
      }
    }.applyTo(model);
  }

  /** JPMML has nodes of several sizes: the small ones have no room for a count. */
  private Node counted(Node node) {
    Number count = counts.get(node);
    if (count == null) {
      return node;
    }
    Node roomy = node;
    if (node.getClass() == BranchNode.class) {
      roomy = new CountingBranchNode(node);
    } else if (node.getClass() == LeafNode.class) {
      roomy = new CountingLeafNode(node);
    }
    return roomy.setRecordCount(count);
  }
}
