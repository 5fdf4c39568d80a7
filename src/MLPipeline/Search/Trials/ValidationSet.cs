using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Pipelines;

namespace MLPipeline.Search;

/// <summary>
/// The photos that the trials of one category work with: good ones to fit on, good ones held out, and anomalies, painted on
/// copies of the held-out ones or real ones of the validation split. The test split is never among them.
/// </summary>
internal sealed class ValidationSet : IDisposable
{
    /// <summary>With fewer good photos nothing can be held out that a median would mean something of.</summary>
    public const int FewestGood = 8;

    private readonly TemporaryFolder.Subfolder? _temporary;

    private ValidationSet(Category category, List<Photo> photos, TemporaryFolder.Subfolder? temporary)
    {
        Category = category;
        Photos = photos;
        _temporary = temporary;
    }

    public Category Category { get; }

    public IReadOnlyList<Photo> Photos { get; }

    /// <summary>Places in <see cref="Photos"/> of the good photos to fit on.</summary>
    public required IReadOnlyList<int> Fit { get; init; }

    /// <summary>Places of the held-out good photos.</summary>
    public required IReadOnlyList<int> HeldOut { get; init; }

    /// <summary>The anomalies.</summary>
    public required IReadOnlyList<AnomalyGroup> Groups { get; init; }

    public int Anomalies => Groups.Sum(g => g.Photos.Count);

    /// <summary>Splits the good photos and paints.</summary>
    /// <param name="category">The category.</param>
    /// <param name="options">Share held out, kinds.</param>
    /// <param name="seed">Seed of the split and of the painting.</param>
    /// <param name="keepFolder">Where painted photos stay; null paints into a temporary folder that <see cref="Dispose"/> removes.</param>
    /// <param name="cancel">Ends the painting.</param>
    /// <exception cref="DatasetException">There are too few photos, or no labelled anomalies where they are asked for.</exception>
    public static ValidationSet Make(Category category, SearchOptions options, int seed, string? keepFolder, CancellationToken cancel)
    {
        category.Ledger.Read([.. category.Train.Concat(category.Validation).Select(p => p.Path)], cancel: cancel);
        var good = category.Train.Where(p => IsReadable(category, p)).ToArray();
        good = [.. good.DistinctBy(p => category.Ledger[p.Path].Sha256)];
        if (good.Length < FewestGood)
        {
            throw new DatasetException(
                $"{category.Name}: {good.Length} different good training photos can be read; a search needs {FewestGood} to hold some out, and 30 or more are advisable.");
        }

        new Random(seed).Shuffle(good);
        var count = Math.Clamp((int)Math.Round(options.HoldOut * good.Length), 3, options.MaxHeldOut);
        var photos = good.ToList();
        var held = Enumerable.Range(0, count).ToList();
        var groups = new List<AnomalyGroup>();
        if (options.Validation != ValidationKind.Synthetic)
        {
            Labelled(category, options, photos, held, groups);
        }

        TemporaryFolder.Subfolder? temporary = null;
        if (options.Validation != ValidationKind.Labelled)
        {
            temporary = keepFolder is null ? TemporaryFolder.New("painted") : null;
            try
            {
                Painted(category, options, seed, temporary?.Path ?? keepFolder!, count, photos, groups, cancel);
            }
            catch
            {
                temporary?.Dispose();
                throw;
            }
        }

        return new(category, photos, temporary)
        {
            Fit = [.. Enumerable.Range(count, good.Length - count)],
            HeldOut = held,
            Groups = groups,
        };
    }

    public void Dispose() => _temporary?.Dispose();

    private static void Labelled(Category category, SearchOptions options, List<Photo> photos, List<int> held, List<AnomalyGroup> groups)
    {
        var anomalies = category.Validation.Where(p => p.IsAnomalous && IsReadable(category, p)).ToArray();
        if (anomalies.Length == 0)
        {
            throw new DatasetException(
                $"{category.Name}: search.validation is {options.Validation.ToString().ToLowerInvariant()}, but the category has no anomalous validation photo that can be read. " +
                $"Add some {category.Places.Validation}, or write validation: synthetic.");
        }

        foreach (var photo in category.Validation.Where(p => !p.IsAnomalous && IsReadable(category, p)))
        {
            held.Add(photos.Count);
            photos.Add(photo);
        }

        groups.Add(new("labelled", 1, [.. Enumerable.Range(photos.Count, anomalies.Length)], null));
        photos.AddRange(anomalies);
    }

    private static void Painted(
        Category category, SearchOptions options, int seed, string folder, int count, List<Photo> photos, List<AnomalyGroup> groups, CancellationToken cancel)
    {
        var kinds = options.Synthetic.Kinds.Distinct().ToArray();
        var copies = options.Synthetic.Copies;
        string PathOf(PaintedKind kind, int photo, int copy) =>
            Path.Combine(folder, kind.ToString().ToLowerInvariant(), FormattableString.Invariant($"{photo:000}-{copy}.png"));

        foreach (var kind in kinds)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(kind, 0, 0))!);
        }

        var painter = new Painter(options.Synthetic);
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var photo = Raster.TryLoad(photos[i].Path)!;
            var foreground = Foreground.Of(photo);
            foreach (var kind in kinds)
            {
                for (var copy = 0; copy < copies; copy++)
                {
                    var random = new Random(HashCode(seed, options.Synthetic.Seed, i, (int)kind, copy));
                    painter.Paint(photo, foreground, kind, random).SavePng(PathOf(kind, i, copy));
                }
            }
        });
        foreach (var kind in kinds)
        {
            var start = photos.Count;
            var sources = Enumerable.Range(0, count).SelectMany(i => Enumerable.Repeat(i, copies)).ToArray();
            photos.AddRange(sources.Select((source, k) => new Photo(
                $"painted/{kind}/{source}-{k % copies}", PathOf(kind, source, k % copies), category.Name, Split.Validation, true, kind.ToString().ToLowerInvariant())));

            // All painted kinds together weigh as much as the real anomalies, where there are both.
            groups.Add(new(kind.ToString().ToLowerInvariant(), 1.0 / kinds.Length, [.. Enumerable.Range(start, sources.Length)], sources));
        }
    }

    private static bool IsReadable(Category category, Photo photo) => category.Ledger[photo.Path].Problem is null;

    // System.HashCode differs between processes.
    private static int HashCode(params ReadOnlySpan<int> values)
    {
        var hash = 17;
        foreach (var value in values)
        {
            hash = unchecked((hash * 486187739) + value + 1);
        }

        return hash;
    }
}

/// <summary>The anomalies of one kind: places in the list of photos; see <see cref="ScoreGroup"/>.</summary>
internal sealed record AnomalyGroup(string Name, double Weight, IReadOnlyList<int> Photos, IReadOnlyList<int>? Sources);
