namespace MLPipeline.Search;

/// <summary>
/// The engine that needs no package: the default first; then a random search over the structures with their parameters at
/// the defaults, each featurizer getting the same share and cheap featurizers coming before dear ones; then, for the second
/// half of the trials, local refinement: one or two values of a good trial changed.
/// </summary>
/// <remarks>
/// Features are made once per featurizer, so a featurizer that has been paid for is nearly free; that is what the order
/// follows (cost-related hyperparameter optimisation: Wu, Wang and Huang 2021).
/// </remarks>
internal sealed class EmbeddedEngine : ISearchEngine
{
    private const double ShareOfExploration = 0.5;
    private const int GoodTrials = 6;
    private const int Attempts = 200;

    /// <inheritdoc/>
    public string Name => "embedded";

    /// <inheritdoc/>
    public void Run(SearchSession session, CancellationToken cancel)
    {
        var random = new Random(session.Seed);
        var seen = new Dictionary<SearchPoint, double>();
        Try(session.Space.Default);

        var explored = (int)Math.Ceiling(session.MaxTrials * ShareOfExploration);
        foreach (var point in Exploration(session.Space, explored, random))
        {
            Try(point);
        }

        while (!session.IsOver && Refinement(session.Space, seen, random) is { } point)
        {
            Try(point);
        }

        void Try(SearchPoint point)
        {
            cancel.ThrowIfCancellationRequested();
            if (!session.IsOver && !seen.ContainsKey(point))
            {
                seen[point] = session.Evaluate(point, cancel).Loss;
            }
        }
    }

    private static IEnumerable<SearchPoint> Exploration(ConfigurationSpace space, int count, Random random)
    {
        var paid = Featurizer(space.Default);
        var groups = space.Structures.Where(s => s != space.Default).GroupBy(Featurizer)
            .OrderBy(g => g.Key == paid ? 0 : space.Cost(g.First()))
            .Select(g => g.ToArray()).ToList();
        for (var i = 0; i < groups.Count && count > 0; i++)
        {
            var share = (int)Math.Ceiling((double)count / (groups.Count - i));
            foreach (var point in Mixed(groups[i], random).Take(share))
            {
                count--;
                yield return point;
            }
        }
    }

    /// <summary>In random order, but so that the kinds of detector take turns: a small share sees each of them.</summary>
    private static IEnumerable<SearchPoint> Mixed(SearchPoint[] structures, Random random)
    {
        random.Shuffle(structures);
        return structures.GroupBy(s => (s.Pooling, s.Detector.Type))
            .SelectMany(g => g.Select((point, turn) => (point, turn)))
            .OrderBy(p => p.turn)
            .Select(p => p.point);
    }

    private static SearchPoint? Refinement(ConfigurationSpace space, Dictionary<SearchPoint, double> seen, Random random)
    {
        var good = seen.OrderBy(s => s.Value).Take(GoodTrials).Select(s => s.Key).ToArray();
        var paid = seen.Keys.Select(Featurizer).ToHashSet();
        for (var i = 0; i < Attempts; i++)
        {
            // The smaller of two draws prefers the better trials.
            var parent = good[Math.Min(random.Next(good.Length), random.Next(good.Length))];
            var point = space.Repair(Neighbour(space, parent, random));
            var payable = paid.Contains(Featurizer(point)) || i > Attempts / 2;
            if (payable && !seen.ContainsKey(point))
            {
                return point;
            }
        }

        return null;
    }

    private static SearchPoint Neighbour(ConfigurationSpace space, SearchPoint point, Random random)
    {
        var dimensions = space.Dimensions.Where(d => d.Matters(point) && (d.IsRange || d.Choices.Count > 1)).ToArray();
        if (dimensions.Length == 0)
        {
            return point;
        }

        for (var changes = random.Next(1, 3); changes > 0; changes--)
        {
            var dimension = dimensions[random.Next(dimensions.Length)];
            var place = dimension.PlaceOf(dimension.Get(point));
            point = dimension.Set(point, dimension.IsRange
                ? dimension.At(place + (0.5 * (random.NextDouble() - random.NextDouble())))
                : dimension.Choices[random.Next(dimension.Choices.Count)]);
        }

        return point;
    }

    private static (string Backbone, int Size) Featurizer(SearchPoint point) => (point.Backbone, point.Size);
}
