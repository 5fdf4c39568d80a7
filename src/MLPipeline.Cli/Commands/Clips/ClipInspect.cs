using System.Globalization;
using MLPipeline.Datasets;

namespace MLPipeline.Cli;

/// <summary>Looks at clips before anything is trained.</summary>
internal static class ClipInspect
{
    /// <summary>Prints a row per clip, and what was found.</summary>
    public static int Execute(Shell shell, string folder, string[]? cameras, int filesShown, CancellationToken cancel)
    {
        var (clips, findings) = ClipInspection.Run(ClipDataset.Open(folder, cameras), cancel);
        Tables.Write(
            shell.Output,
            ["camera", "split", "clip", "frames", "frames/s", "size", "anomalous", "masks"],
            [.. clips.Select(c => (IReadOnlyList<string>)
            [
                c.Camera, c.Clip.Split.ToString().ToLowerInvariant(), c.Clip.Name, c.Clip.Source.Count?.ToString(CultureInfo.InvariantCulture) ?? "",
                c.Clip.Source.FramesPerSecond?.ToString("0.##", CultureInfo.InvariantCulture) ?? "", c.Size,
                c.Clip.Labels?.Count(l => l is not null).ToString(CultureInfo.InvariantCulture) ?? c.Clip.WeakLabel?.Kind ?? "",
                c.Clip.Masks.Count > 0 ? c.Clip.Masks.Count.ToString(CultureInfo.InvariantCulture) : "",
            ])]);
        InspectCommand.PrintFindings(shell, findings, filesShown);
        return findings.Any(f => f.Severity == Severity.Error) ? ExitCodes.Negative : ExitCodes.Success;
    }
}
