using System.Globalization;
using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>
/// What the files of a set of photos have in common, whatever they show: a detector learns it with the product, so photos of another
/// form are scored for their form.
/// </summary>
public sealed record PhotoForm
{
    /// <summary>A photo may differ from the others' aspect ratios by this share.</summary>
    private const double AspectTolerance = 0.05;

    /// <summary>A photo may have so many times fewer or more pixels.</summary>
    private const double AreaTolerance = 2;

    /// <summary>The quality of a JPEG may lie so far below.</summary>
    private const int QualityTolerance = 15;

    /// <summary>Kinds of files, see <see cref="PhotoFacts.Format"/>, in ordinal order.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    /// <summary>How colours are stored, see <see cref="PhotoFacts.Mode"/>, in ordinal order.</summary>
    public required IReadOnlyList<string> ColorModes { get; init; }

    /// <summary>Whether photos have see-through pixels: no, yes, or both.</summary>
    public required IReadOnlyList<bool> SeeThrough { get; init; }

    /// <summary>The smallest and the largest number of pixels.</summary>
    public required IReadOnlyList<long> Pixels { get; init; }

    /// <summary>The smallest and the largest width divided by height.</summary>
    public required IReadOnlyList<double> AspectRatios { get; init; }

    /// <summary>The lowest and the highest quality of JPEG files.</summary>
    /// <value>Empty: there are none.</value>
    public IReadOnlyList<int> JpegQualities { get; init; } = [];

    /// <summary>The form of those photos that can be read; null if none can.</summary>
    public static PhotoForm? Of(IEnumerable<PhotoFacts> photos)
    {
        var read = photos.Where(p => p.Problem is null).ToList();
        var qualities = read.Select(p => p.JpegQuality).OfType<int>().ToList();
        return read.Count == 0 ? null : new()
        {
            Formats = [.. read.Select(p => p.Format).Distinct().Order(StringComparer.Ordinal)],
            ColorModes = [.. read.Select(p => p.Mode).Distinct().Order(StringComparer.Ordinal)],
            SeeThrough = [.. read.Select(p => p.IsSeeThrough).Distinct().Order()],
            Pixels = [read.Min(p => p.Pixels), read.Max(p => p.Pixels)],
            AspectRatios = [Math.Round(read.Min(p => p.AspectRatio), 4), Math.Round(read.Max(p => p.AspectRatio), 4)],
            JpegQualities = qualities.Count == 0 ? [] : [qualities.Min(), qualities.Max()],
        };
    }

    /// <summary>How a photo differs from these, in a few words; null where it does not, or cannot be read.</summary>
    public string? Unlike(PhotoFacts photo)
    {
        if (photo.Problem is not null)
        {
            return null;
        }

        var differences = new List<string>();
        var size = string.Create(CultureInfo.InvariantCulture, $"{photo.Width} x {photo.Height}");
        if (photo.AspectRatio < AspectRatios[0] * (1 - AspectTolerance) || photo.AspectRatio > AspectRatios[1] * (1 + AspectTolerance))
        {
            differences.Add($"shape {size}");
        }

        if (photo.Pixels * AreaTolerance <= Pixels[0] || photo.Pixels >= AreaTolerance * Pixels[1])
        {
            differences.Add($"size {size}");
        }

        if (!ColorModes.Any(m => ColorMode.IsColored(m) == ColorMode.IsColored(photo.Mode)))
        {
            differences.Add(photo.Mode);
        }

        if (!SeeThrough.Contains(photo.IsSeeThrough))
        {
            differences.Add(photo.IsSeeThrough ? "see-through" : "opaque");
        }

        if (!Formats.Contains(photo.Format))
        {
            differences.Add(photo.Format);
        }
        else if (photo.JpegQuality < (JpegQualities is [var lowest, ..] ? lowest - QualityTolerance : 0))
        {
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"JPEG quality {photo.JpegQuality}"));
        }

        return differences.Count == 0 ? null : string.Join(", ", differences);
    }

    /// <summary>One line on those photos that differ: how many, and in what; null where none does.</summary>
    public string? Summary(IReadOnlyList<PhotoFacts> photos)
    {
        var unlike = photos.Select(Unlike).OfType<string>().ToList();
        var kinds = unlike.CountBy(u => u).OrderByDescending(k => k.Value).ThenBy(k => k.Key, StringComparer.Ordinal).Select(k => $"{k.Key} ({k.Value})").ToList();
        return unlike.Count == 0 ? null
            : $"{unlike.Count} of {photos.Count} photos have another form than the model's training photos, and may be scored for that: {Words.Some(kinds)}.";
    }
}
