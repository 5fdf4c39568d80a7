using System.Collections.Concurrent;

namespace MLPipeline.Datasets;

/// <summary>Statistics of a dataset and what is wrong with it, before anything is trained. Reads and decodes each photo and mask once.</summary>
public sealed class Inspection
{
    private Inspection(Dataset dataset, IReadOnlyList<CategorySummary> categories, IReadOnlyList<Finding> findings)
    {
        Dataset = dataset;
        Categories = categories;
        Findings = findings;
    }

    /// <summary>The dataset.</summary>
    public Dataset Dataset { get; }

    /// <summary>Counts, one entry per category, in the order of the dataset.</summary>
    public IReadOnlyList<CategorySummary> Categories { get; }

    /// <summary>What was found: errors first, then by category.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Inspects a dataset on all cores.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="options">The target false-positive rate, and what counts as a near duplicate.</param>
    /// <param name="progress">Receives the number of photos read so far.</param>
    /// <param name="cancellation">Stops between two photos.</param>
    /// <exception cref="ArgumentOutOfRangeException">The target false-positive rate is not above 0 and below 1.</exception>
    public static Inspection Run(
        Dataset dataset, InspectOptions? options = null, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new InspectOptions();
        if (!(options.TargetFpr > 0 && options.TargetFpr < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.TargetFpr, "The target false-positive rate must be above 0 and below 1.");
        }

        var thumbnails = new ConcurrentDictionary<string, GrayThumbnail>(StringComparer.Ordinal);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        var done = 0;
        Parallel.ForEach(dataset.Categories.SelectMany(category => category.Photos), parallel, photo =>
        {
            if (GrayThumbnail.Read(photo.Path, dataset.Ledger) is { } thumbnail)
            {
                thumbnails[photo.Path] = thumbnail;
            }

            progress?.Report(Interlocked.Increment(ref done));
        });
        var findings = new List<Finding>();
        findings.AddRange(dataset.Findings);
        findings.AddRange(DuplicateChecks.Exact(dataset.Categories.SelectMany(c => c.Photos), dataset.Ledger));
        foreach (var category in dataset.Categories)
        {
            cancellation.ThrowIfCancellationRequested();
            findings.AddRange(ImageChecks.Unreadable(category));
            findings.AddRange(CategoryChecks.Of(category, options.TargetFpr, parallel, withCopies: false).Findings);
            findings.AddRange(DuplicateChecks.Near(category, thumbnails, options.NearDistance, parallel));
            findings.AddRange(GroupChecks.Copies(category, thumbnails, cancellation));
            findings.AddRange(GroupChecks.Names(category));
        }

        return new Inspection(
            dataset,
            dataset.Categories.Select(CategorySummary.Of).ToList(),
            findings.OrderByDescending(f => f.Severity).ThenBy(f => f.Category, StringComparer.Ordinal).ToList());
    }

    /// <summary>
    /// The number of good photos that a threshold at a false-positive rate needs, ceil(1 / rate) - 1: the conformal threshold is the
    /// ceil((n + 1)(1 - rate))-th smallest of n out-of-fold good scores, which exists where that is at most n
    /// (Vovk, Gammerman, Shafer, Algorithmic Learning in a Random World, 2005).
    /// </summary>
    /// <param name="fpr">False-positive rate, above 0 and below 1.</param>
    public static int GoodPhotosFor(double fpr) =>
        // 1 / 0.01 is not always exactly 100: a rounding error must not ask for one photo more.
        (int)Math.Min(int.MaxValue, Math.Ceiling((1 / fpr) - 1e-9) - 1);
}
