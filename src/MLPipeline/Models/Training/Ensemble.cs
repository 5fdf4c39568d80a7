using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Featurization;
using MLPipeline.Scores;

namespace MLPipeline.Models;

/// <summary>
/// Joins the members of a pipeline: the score is the weighted mean of their standardised scores, the anomaly map that of their
/// maps, each enlarged to the finest grid and standardised in the same way. One member alone stays as it is.
/// </summary>
public sealed class Ensemble : IDisposable
{
    private readonly ITransformer? _combination;

    private Ensemble(IReadOnlyList<MemberModel> members, IReadOnlyList<Standardizer> standardizers, MLContext context)
    {
        Members = members;
        Standardizers = standardizers;
        if (members.Count > 1)
        {
            if (!members.Any(m => m.GivesScore))
            {
                throw new ArgumentException("No member gives a score: 'gives' must be 'both' or 'score' for at least one of them.", nameof(members));
            }

            MapMember = Math.Max(0, members.ToList().FindIndex(m => m.GivesMap));
            var mapped = members.Where(m => m.GivesMap).Select(m => m.Shape).ToList();
            MapRows = mapped.Count == 0 ? 0 : mapped.Max(s => s.Rows);
            MapColumns = mapped.Count == 0 ? 0 : mapped.Max(s => s.Columns);
            _combination = context.Transforms.ApplyOnnxBytes(
                HasMap ? [ColumnNames.Score, ColumnNames.AnomalyMap] : [ColumnNames.Score],
                [.. InputColumns().Select(c => c.Name)],
                BuildGraph()).Fit(View([], []));
        }
        else if (members[0].HasMap)
        {
            (MapRows, MapColumns) = (members[0].Shape.Rows, members[0].Shape.Columns);
        }
    }

    /// <summary>The members.</summary>
    public IReadOnlyList<MemberModel> Members { get; }

    /// <summary>The scale of each member.</summary>
    public IReadOnlyList<Standardizer> Standardizers { get; }

    /// <summary>Whether there is an anomaly map.</summary>
    public bool HasMap => MapRows > 0;

    /// <summary>The first member that gives a map: its input size is the frame of the joint map.</summary>
    public int MapMember { get; }

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
            HasMap ? [ColumnNames.Score, ColumnNames.AnomalyMap] : [ColumnNames.Score],
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

    /// <summary>Closes the sessions of members and combination: a model that was built from them must be saved before.</summary>
    public void Dispose()
    {
        _combination?.Close();
        foreach (var member in Members)
        {
            member.Dispose();
        }
    }

    private ITransformer Copy(MLContext context, int member)
    {
        var shape = Members[member].Shape;
        var view = new VectorView(
            [(ColumnNames.Score, [1]), (ColumnNames.AnomalyMap, [shape.Rows, shape.Columns])], [], (_, _, _) => { });
        var score = context.Transforms.CopyColumns($"Score{member}", ColumnNames.Score);
        return Members[member].GivesMap
            ? score.Append(context.Transforms.CopyColumns($"AnomalyMap{member}", ColumnNames.AnomalyMap)).Fit(view)
            : score.Fit(view);
    }

    /// <summary>What goes into the combination: scores and maps of the members that give them, by member.</summary>
    private IEnumerable<(int Member, bool IsMap)> Sources()
    {
        for (var i = 0; i < Members.Count; i++)
        {
            if (Members[i].GivesScore)
            {
                yield return (i, false);
            }

            if (Members[i].GivesMap)
            {
                yield return (i, true);
            }
        }
    }

    private IEnumerable<(string Name, int[] Dimensions)> InputColumns() => Sources().Select(s =>
        s.IsMap ? ($"AnomalyMap{s.Member}", new[] { Members[s.Member].Shape.Rows, Members[s.Member].Shape.Columns }) : ($"Score{s.Member}", [1]));

    private VectorView View(IEnumerable<int> rows, IReadOnlyList<PhotoScore[]> byMember)
    {
        var sources = Sources().ToArray();
        return new([.. InputColumns()], rows, (row, column, target) =>
        {
            var (member, isMap) = sources[column];
            var score = byMember[member][row];
            if (isMap)
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
        foreach (var (member, isMap) in Sources())
        {
            if (!isMap)
            {
                scores.Add(Standardize(graph, graph.Input($"Score{member}", 1), Standardizers[member]));
                continue;
            }

            var shape = Members[member].Shape;
            var map = graph.Input($"AnomalyMap{member}", shape.Rows, shape.Columns);
            if ((shape.Rows, shape.Columns) != (MapRows, MapColumns))
            {
                var down = graph.Constant(GridMatrix.Enlarge(shape.Rows, MapRows), MapRows, shape.Rows);
                var across = GridMatrix.Transpose(GridMatrix.Enlarge(shape.Columns, MapColumns), MapColumns, shape.Columns);
                map = graph.MatMul(down, graph.MatMul(map, graph.Constant(across, shape.Columns, MapColumns)));
            }

            maps.Add(Standardize(graph, map, Standardizers[member]));
        }

        graph.Output(ColumnNames.Score, Mean(graph, scores, WeightsOf(maps: false)), 1);
        if (HasMap)
        {
            graph.Output(ColumnNames.AnomalyMap, Mean(graph, maps, WeightsOf(maps: true)), MapRows, MapColumns);
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

    private double[] WeightsOf(bool maps) => [.. Sources().Where(s => s.IsMap == maps).Select(s => Members[s.Member].Options.Weight)];

    private static string Mean(OnnxGraph graph, List<string> values, double[] weights)
    {
        var shares = weights.Select(w => (float)(w / weights.Sum()));
        return graph.Node("Sum", [.. values.Zip(shares, (value, share) => graph.Mul(value, graph.Scalar(share)))]);
    }
}
