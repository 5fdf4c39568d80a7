using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Featurization;
using MLPipeline.Scores;

namespace MLPipeline.Models;

/// <summary>
/// Joins the members of a pipeline: the score is the weighted mean of their standardised scores, the anomaly map that of their
/// maps, each enlarged to the finest grid and standardised in the same way. One member alone stays as it is. Known defects may teach
/// one member; the score is then standardised once more, and what they taught is added.
/// </summary>
public sealed class Ensemble : IDisposable
{
    private readonly MLContext _context;
    private ITransformer? _combination;
    private (int Member, Standardizer Whole)? _known;

    private Ensemble(IReadOnlyList<MemberModel> members, IReadOnlyList<Standardizer> standardizers, MLContext context)
    {
        _context = context;
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
            _combination = Combination();
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

    /// <summary>Lets what known defects taught count in the score.</summary>
    /// <param name="member">The member that they taught.</param>
    /// <param name="head">From its features and its map to <see cref="ColumnNames.Known"/>.</param>
    /// <param name="whole">The scale of the scores of the whole without it.</param>
    internal void Teach(int member, ITransformer head, Standardizer whole)
    {
        _combination?.Close();
        Members[member].Known = head;
        _known = (member, whole);
        _combination = Combination();
    }

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
            OutputColumns(),
            (row, values) => scores[row] = new(values(0)[0], JoinsMaps ? values(1).ToArray() : byMember[0][row].Map),
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
            if (Members[i].Known is { } known)
            {
                yield return known;
            }

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

    /// <summary>Of one member alone the map is that of the whole.</summary>
    private bool JoinsMaps => HasMap && Members.Count > 1;

    private string[] OutputColumns() => JoinsMaps ? [ColumnNames.Score, ColumnNames.AnomalyMap] : [ColumnNames.Score];

    private ITransformer Combination() => _context
        .ApplyOnnxBytes(OutputColumns(), [.. InputColumns().Select(c => c.Name)], BuildGraph()).Fit(View([], []));

    private ITransformer Copy(MLContext context, int member)
    {
        var shape = Members[member].Shape;
        var view = new VectorView(
            [(ColumnNames.Score, [1]), (ColumnNames.AnomalyMap, [shape.Rows, shape.Columns])], [], (_, _, _) => { });
        var score = context.Transforms.CopyColumns($"Score{member}", ColumnNames.Score);
        return JoinsMaps && Members[member].GivesMap
            ? score.Append(context.Transforms.CopyColumns($"AnomalyMap{member}", ColumnNames.AnomalyMap)).Fit(view)
            : score.Fit(view);
    }

    /// <summary>What goes into the combination: scores and maps of the members that give them, by member.</summary>
    private IEnumerable<(int Member, bool IsMap)> Sources()
    {
        for (var i = 0; i < Members.Count; i++)
        {
            if (Members[i].GivesScore || Members.Count == 1)
            {
                yield return (i, false);
            }

            if (JoinsMaps && Members[i].GivesMap)
            {
                yield return (i, true);
            }
        }
    }

    /// <summary>The sources, and last what known defects taught.</summary>
    private IEnumerable<(string Name, int[] Dimensions)> InputColumns() =>
    [
        .. Sources().Select(s => s.IsMap
            ? ($"AnomalyMap{s.Member}", new[] { Members[s.Member].Shape.Rows, Members[s.Member].Shape.Columns })
            : ($"Score{s.Member}", [1])),
        .. _known is null ? Array.Empty<(string, int[])>() : [(ColumnNames.Known, [1])],
    ];

    private VectorView View(IEnumerable<int> rows, IReadOnlyList<PhotoScore[]> byMember)
    {
        var sources = Sources().ToArray();
        return new([.. InputColumns()], rows, (row, column, target) =>
        {
            if (column == sources.Length)
            {
                target[0] = byMember[_known!.Value.Member][row].Known;
                return;
            }

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
                var own = graph.Input($"Score{member}", 1);
                scores.Add(Members.Count == 1 ? own : Standardize(graph, own, Standardizers[member]));
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

        var score = Members.Count == 1 ? scores[0] : Mean(graph, scores, WeightsOf(maps: false));
        if (_known is { } known)
        {
            score = graph.Add(Standardize(graph, score, known.Whole), graph.Input(ColumnNames.Known, 1));
        }

        graph.Output(ColumnNames.Score, score, 1);
        if (JoinsMaps)
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
