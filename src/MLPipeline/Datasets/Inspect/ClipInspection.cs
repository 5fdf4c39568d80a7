using System.Globalization;
using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>What a clip is made of.</summary>
/// <param name="Camera">The camera.</param>
/// <param name="Clip">The clip.</param>
/// <param name="Size">Width and height, such as <c>360 x 240</c>; several where they change.</param>
public sealed record ClipSummary(string Camera, Clip Clip, string Size);

/// <summary>Counts the clips of a dataset and finds what would spoil its figures, before anything is trained.</summary>
public static class ClipInspection
{
    /// <summary>Below this number of training clips the limit cannot be trusted.</summary>
    public const int FewClips = 10;

    /// <summary>Looks at all clips.</summary>
    /// <param name="dataset">The clips.</param>
    /// <param name="cancel">Ends it.</param>
    public static (IReadOnlyList<ClipSummary> Clips, IReadOnlyList<Finding> Findings) Run(ClipDataset dataset, CancellationToken cancel = default)
    {
        var (clips, findings) = (new List<ClipSummary>(), new List<Finding>());
        foreach (var warning in dataset.Warnings)
        {
            var at = warning.IndexOf(": ", StringComparison.Ordinal);
            findings.Add(new Finding(Severity.Warning, warning[..at], warning[(at + 2)..], "", []));
        }

        foreach (var category in dataset.Categories)
        {
            var sizes = new Dictionary<string, List<string>>(StringComparer.Ordinal);
            foreach (var clip in category.Clips)
            {
                cancel.ThrowIfCancellationRequested();
                var own = SizesOf(clip.Source, category.Name, findings);
                clips.Add(new ClipSummary(category.Name, clip, string.Join(", ", own)));
                foreach (var size in own)
                {
                    (sizes.TryGetValue(size, out var names) ? names : sizes[size] = []).Add(clip.Name);
                }

                if (own.Count > 1)
                {
                    findings.Add(new Finding(Severity.Error, category.Name, $"The frames of the clip '{clip.Name}' have several sizes: {string.Join(", ", own)}.", "Frames of a clip must have one size: cut the clip where it changes.", []));
                }

                if (clip.Source.IsVariableRate)
                {
                    findings.Add(new Finding(Severity.Warning, category.Name, $"The frame rate of the clip '{clip.Name}' varies.", "Frames are taken one after the other, so a slower stretch looks faster. Make it even: ffmpeg -i in.mp4 -vf fps=25 out.mp4", []));
                }
            }

            if (sizes.Count > 1)
            {
                findings.Add(new Finding(Severity.Warning, category.Name, $"Clips have several sizes: {string.Join("; ", sizes.Select(s => $"{s.Key} in {s.Value.Count}"))}.", "Training clips must have one size; test clips are brought to it.", []));
            }

            if (category.Clips.Select(c => c.Source.FramesPerSecond).Distinct().Count() > 1)
            {
                findings.Add(new Finding(Severity.Warning, category.Name, "Clips have several frame rates.", "Test clips are adjusted to the rate of the training clips, which must have one.", []));
            }

            if (category.Train.Count() is var count && count < FewClips)
            {
                findings.Add(new Finding(Severity.Warning, category.Name, string.Create(CultureInfo.InvariantCulture, $"{count} training clip(s) are few."), $"Below {FewClips} more false alarms than the target must be expected, about twice as many.", []));
            }
        }

        return (clips, findings);
    }

    /// <summary>The sizes of the frames; files that are no images become findings.</summary>
    private static List<string> SizesOf(IFrameSource source, string camera, List<Finding> findings)
    {
        if (source is not FrameFolder folder)
        {
            return source.Size is { } size ? [Text(size.Width, size.Height)] : [];
        }

        var sizes = new List<string>();
        var broken = new List<string>();
        foreach (var path in folder.Paths)
        {
            if (SizeOf(path) is not { } pixels)
            {
                broken.Add(path);
            }
            else if (Text(pixels.Width, pixels.Height) is var text && !sizes.Contains(text))
            {
                sizes.Add(text);
            }
        }

        if (broken.Count > 0)
        {
            findings.Add(new Finding(Severity.Error, camera, $"{broken.Count} frame(s) of '{Path.GetFileName(folder.Name)}' cannot be read.", "Replace them, or take them out of the clip.", broken));
        }

        return sizes;
    }

    private static (int Width, int Height)? SizeOf(string path)
    {
        if (TiffFile.IsOne(path))
        {
            return TiffFile.SizeOf(path);
        }

        using var codec = SKCodec.Create(path);
        return codec is null ? null : (codec.Info.Width, codec.Info.Height);
    }

    private static string Text(int width, int height) => string.Create(CultureInfo.InvariantCulture, $"{width} x {height}");
}
