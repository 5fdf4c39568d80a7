using Microsoft.ML;
using MLPipeline.Detectors;
using MLPipeline.Featurization;
using MLPipeline.Onnx;

namespace MLPipeline.Training;

/// <summary>
/// Joins the members of a pipeline: the score is the mean of their standardised scores, the anomaly map the mean of their
/// maps, each enlarged to the finest grid and standardised in the same way. One member alone stays as it is.
/// </summary>
public sealed class Ensemble
{
    private readonly ITransformer? _combination;

    private Ensemble(IReadOnlyList<MemberModel> members, IReadOnlyList<Standardizer> standardizers, MLContext context)
    {
        Members = members;
        Standardizers = standardizers;
        var mapped = members.Where(m => m.HasMap).Select(m => m.Shape).ToList();
        MapRows = mapped.Count == 0 ? 0 : mapped.Max(s => s.Rows);
        MapColumns = mapped.Count == 0 ? 0 : mapped.Max(s => s.Columns);
        if (members.Count > 1)
        {
            _combination = context.Transforms.ApplyOnnxBytes(
                HasMap ? [DetectorTrainer.ScoreColumn, DetectorTrainer.MapColumn] : [DetectorTrainer.ScoreColumn],
                [.. InputColumns().Select(c => c.Name)],
                BuildGraph()).Fit(View([], []));
        }
    }

    /// <summary>The members.</summary>
    public IReadOnlyList<MemberModel> Members { get; }

    /// <summary>The scale of each member.</summary>
    public IReadOnlyList<Standardizer> Standardizers { get; }

    /// <summary>Whether there is an anomaly map.</summary>
    public bool HasMap => MapRows > 0;

    /// <summary>Rows of the map.</summary>
    public int MapRows { get; }

    /// <summary>Columns of the map.</summary>
    public int MapColumns { get; }

    /// <summary>Joins members.</summary>
    /// <param name="context">The context.</param>
    /// <param name="members">The members, at least one.</param>
    /// <param name="outOfFold">For each member the out-of-fold scores of the good photos.</param>
    public static Ensemble Of(MLContext context, IReadOnlyList<MemberModel> members, IReadOnlyList<PhotoScore[]> outOfFold) =>
        new(members, [.. outOfFold.Select(scores => Standardizer.Of([.. scores.Select(s => s.Score)]))], context);

    /// <summary>The scores of the whole from the scores of each member for the same photos.</summary>
    public PhotoScore[] Combine(IReadOnlyList<PhotoScore[]> byMember)
    {
        if (_combination is null)
        {
            return byMember[0];
        }

        var scores = new PhotoScore[byMember[0].Length];
        ParallelRows.Run(
            _combination,
            scores.Length,
            rows => View(rows, byMember),
            HasMap ? [DetectorTrainer.ScoreColumn, DetectorTrainer.MapColumn] : [DetectorTrainer.ScoreColumn],
            (row, values) => scores[row] = new(values(0)[0], HasMap ? values(1).ToArray() : null),
            fail: null,
            CancellationToken.None);
        return scores;
    }

    /// <summary>
    /// The transformers from each member's embedding to <c>Score</c> and <c>AnomalyMap</c>. <paramref name="toEmbedding"/>
    /// gives what leads to a member's <c>Features</c>; later members shadow the columns of earlier ones.
    /// </summary>
    public IEnumerable<ITransformer> Chain(MLContext context, Func<int, IEnumerable<ITransformer>> toEmbedding)
    {
        for (var i = 0; i < Members.Count; i++)
        {
            foreach (var transformer in toEmbedding(i))
            {
                yield return transformer;
            }

            yield return Members[i].Detector;
            if (_combination is not null)
            {
                yield return Copy(context, i);
            }
        }

        if (_combination is not null)
        {
            yield return _combination;
        }
    }

    private ITransformer Copy(MLContext context, int member)
    {
        var shape = Members[member].Shape;
        var view = new VectorView(
            [(DetectorTrainer.ScoreColumn, [1]), (DetectorTrainer.MapColumn, [shape.Rows, shape.Columns])], [], (_, _, _) => { });
        var score = context.Transforms.CopyColumns($"Score{member}", DetectorTrainer.ScoreColumn);
        return Members[member].HasMap
            ? score.Append(context.Transforms.CopyColumns($"AnomalyMap{member}", DetectorTrainer.MapColumn)).Fit(view)
            : score.Fit(view);
    }

    private List<(string Name, int[] Dimensions)> InputColumns()
    {
        var columns = new List<(string, int[])>();
        for (var i = 0; i < Members.Count; i++)
        {
            columns.Add(($"Score{i}", [1]));
            if (Members[i].HasMap)
            {
                columns.Add(($"AnomalyMap{i}", [Members[i].Shape.Rows, Members[i].Shape.Columns]));
            }
        }

        return columns;
    }

    private VectorView View(IEnumerable<int> rows, IReadOnlyList<PhotoScore[]> byMember)
    {
        // Column k of the view belongs to this member, and is its score or its map.
        var sources = Enumerable.Range(0, Members.Count)
            .SelectMany(i => Members[i].HasMap ? new[] { (i, Map: false), (i, Map: true) } : [(i, Map: false)])
            .ToArray();
        return new(InputColumns(), rows, (row, column, target) =>
        {
            var (member, map) = sources[column];
            var score = byMember[member][row];
            if (map)
            {
                score.Map.CopyTo(target);
            }
            else
            {
                target[0] = score.Score;
            }
        });
    }

    private byte[] BuildGraph()
    {
        var graph = new OnnxGraph("ensemble");
        var scores = new List<string>();
        var maps = new List<string>();
        for (var i = 0; i < Members.Count; i++)
        {
            scores.Add(Standardize(graph, graph.Input($"Score{i}", 1), Standardizers[i]));
            if (Members[i].HasMap)
            {
                var shape = Members[i].Shape;
                var map = graph.Input($"AnomalyMap{i}", shape.Rows, shape.Columns);
                if ((shape.Rows, shape.Columns) != (MapRows, MapColumns))
                {
                    var down = graph.Constant(GridMatrix.Enlarge(shape.Rows, MapRows), MapRows, shape.Rows);
                    var across = GridMatrix.Transpose(GridMatrix.Enlarge(shape.Columns, MapColumns), MapColumns, shape.Columns);
                    map = graph.MatMul(down, graph.MatMul(map, graph.Constant(across, shape.Columns, MapColumns)));
                }

                maps.Add(Standardize(graph, map, Standardizers[i]));
            }
        }

        graph.Output(DetectorTrainer.ScoreColumn, Mean(graph, scores), 1);
        if (HasMap)
        {
            graph.Output(DetectorTrainer.MapColumn, Mean(graph, maps), MapRows, MapColumns);
        }

        return graph.ToBytes();
    }

    private static string Standardize(OnnxGraph graph, string value, Standardizer scale)
    {
        if (scale.Logarithmic)
        {
            value = graph.Node("Log", [graph.Node("Max", [value, graph.Scalar((float)Standardizer.SmallestScore)])]);
        }

        return graph.Mul(graph.Sub(value, graph.Scalar((float)scale.Center)), graph.Scalar((float)(1 / scale.Scale)));
    }

    private static string Mean(OnnxGraph graph, List<string> values) => graph.Node("Mean", [.. values]);
}
