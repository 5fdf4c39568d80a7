using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>
/// Reads the masks of a category once, before anything is trained. Those that say nothing (damaged, or marking no pixel) are taken
/// from their photos, which then do not count in pixel figures; those that look wrong are questioned.
/// </summary>
/// <param name="Category">The category with the masks that can be used.</param>
/// <param name="Findings">What was found, one finding per kind of trouble.</param>
internal sealed record MaskChecks(Category Category, IReadOnlyList<Finding> Findings)
{
    /// <summary>A mask that marks more than this share of its photo is questioned.</summary>
    private const double Most = 0.9;

    /// <summary>So is one that marks more than half, and the border nearly all around.</summary>
    private const double MostOfBorder = 0.95;

    private enum Trouble
    {
        Damaged,
        Empty,
        Everything,
        Unclear,
        OtherShape,
        OtherSize,
        Halved,
    }

    public static MaskChecks Of(Category category, ParallelOptions parallel)
    {
        var photos = category.Photos.Where(photo => photo.MaskPath is not null).ToList();
        var troubles = new (Trouble Trouble, string Detail)[photos.Count][];
        Parallel.For(0, photos.Count, parallel, i => troubles[i] = [.. Check(photos[i], category.Ledger[photos[i].Path])]);
        var found = photos.Zip(troubles).SelectMany(p => p.Second.Select(t => (Photo: p.First, t.Trouble, t.Detail))).ToList();
        var useless = found.Where(f => f.Trouble is Trouble.Damaged or Trouble.Empty).Select(f => f.Photo).ToHashSet();
        return new(
            category with { Photos = [.. category.Photos.Select(p => useless.Contains(p) ? p with { MaskPath = null } : p)] },
            [.. found.GroupBy(f => f.Trouble).OrderBy(g => g.Key).Select(g => Describe(category, g.Key, [.. g.Select(f => (f.Photo, f.Detail))], photos.Count))]);
    }

    private static IEnumerable<(Trouble, string)> Check(Photo photo, PhotoFacts facts)
    {
        MaskPicture mask;
        string? error = null;
        try
        {
            mask = MaskPicture.Join([.. Masks.FilesOf(photo.MaskPath!).Select(MaskPicture.Read)]);
        }
        catch (MaskException e)
        {
            (mask, error) = (null!, e.Problem);
        }

        if (error is not null)
        {
            yield return (Trouble.Damaged, $" ({error})");
            yield break;
        }

        if (mask.Share == 0)
        {
            yield return (Trouble.Empty, "");
            yield break;
        }

        if (mask.Share > Most || (mask.Share > 0.5 && mask.BorderShare > MostOfBorder))
        {
            yield return (Trouble.Everything, FormattableString.Invariant($" ({100 * mask.Share:0} %)"));
        }

        if (mask.Kind != MaskKind.Clear)
        {
            yield return (mask.Kind == MaskKind.Halved ? Trouble.Halved : Trouble.Unclear, "");
        }

        var stored = facts.Problem is null ? mask.AsStored(facts) : null;
        if (stored is not null && (stored.Width, stored.Height) != (facts.Width, facts.Height))
        {
            var isSameShape = Math.Abs((stored.Width / facts.AspectRatio / stored.Height) - 1) < 0.02;
            yield return (isSameShape ? Trouble.OtherSize : Trouble.OtherShape, $" ({mask.Width} x {mask.Height}, its photo {facts.Width} x {facts.Height})");
        }
    }

    private static Finding Describe(Category category, Trouble trouble, List<(Photo Photo, string Detail)> cases, int all)
    {
        var (severity, what, hint) = trouble switch
        {
            Trouble.Damaged => (Severity.Error, "cannot be used, so their photos do not count in pixel figures",
                "Replace them, or remove them."),
            Trouble.Empty => (Severity.Warning, "mark no pixel, so their photos do not count in pixel figures",
                "Paint the defect, or call the photo good."),
            Trouble.Everything => (Severity.Warning, "mark nearly all of the photo, or more than half of it and its border",
                "Are black and white the wrong way round? What is not black counts as the defect."),
            Trouble.Unclear => (Severity.Warning, "are neither black and white nor a list of classes",
                "All that is not black counts as the defect: save them as PNG with two values."),
            Trouble.OtherShape => (Severity.Warning, "have another shape than their photos",
                "They are stretched to the photo; make them anew if it was cropped or turned."),
            Trouble.OtherSize => (Severity.Info, "have another size than their photos", "They are scaled to the photo."),
            _ => (Severity.Info, "have soft edges", "They are cut at half of their brightest value."),
        };
        var files = cases.Select(c => c.Photo.Relative(c.Photo.MaskPath!)).ToList();
        var examples = Words.Some([.. files.Zip(cases, (file, c) => file + c.Detail)]);
        return new(severity, category.Name, $"{cases.Count} of {all} mask(s) {what}: {examples}.", hint, files);
    }
}
