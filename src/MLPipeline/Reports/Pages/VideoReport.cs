using System.Globalization;
using System.Runtime.InteropServices;
using MLPipeline.Models;
using SkiaSharp;

namespace MLPipeline.Reports;

/// <summary>Writes a run on clips as one HTML file that opens from disk and fetches nothing.</summary>
public static class VideoReport
{
    private const int Quality = 78;
    private const int MostPictures = 6;

    /// <summary>Writes the report.</summary>
    /// <param name="path">The file to write, beside its name first.</param>
    /// <param name="title">The headline.</param>
    /// <param name="subtitle">What the figures come from, one sentence.</param>
    /// <param name="cameras">What was found out.</param>
    /// <param name="warnings">What is odd, one sentence each.</param>
    public static void Write(string path, string title, string subtitle, IReadOnlyList<CameraResult> cameras, IReadOnlyList<string> warnings)
    {
        var body = Template.Render("video.liquid", new
        {
            Title = title,
            Subtitle = subtitle,
            Warnings = warnings,
            Detection = Detection(cameras).Html,
            Events = Events(cameras).Html,
            Work = Work(cameras).Html,
            Cameras = cameras.Select(View).ToList(),
        });
        new Page(title, body).Write(path);
    }

    private static ReportTable Detection(IReadOnlyList<CameraResult> cameras) => new(
        "Frames by camera",
        [
            new("Camera", false), new("AUROC micro", Hint: "All frames of all clips in one ranking"),
            new("AUROC macro", Hint: "Mean over the clips that hold normal and anomalous frames"),
            new("macro, padded", Hint: "With an artificial normal and anomalous frame in each clip, as some papers do: it flatters"),
            new("micro, leaking", Hint: "After each clip was stretched to 0..1, as some papers do: it needs the future"),
            new("AP"), new("Chance AP"), new("EER", Hint: "The error where false alarms and misses are equally frequent"),
            new("Recall", Hint: "Of frames, at the limit"), new("False alarms", Hint: "Share of normal frames above the limit"),
            new("Pixel AUROC"), new("AUPRO"), new("RBDC", Hint: "Region-based detection criterion"),
        ],
        [.. cameras.Select(c => (Cell[])[
            c.Name, Cell.Number(c.Metrics?.Micro), Cell.Number(c.Metrics?.Macro), Cell.Number(c.Metrics?.MacroPadded), Cell.Number(c.Metrics?.MicroLeaking),
            Cell.Number(c.Metrics?.AveragePrecision), Cell.Number(c.Metrics?.BaseRate), Cell.Percent(c.Metrics?.EqualErrorRate),
            Cell.Percent(c.Metrics?.AtLimit.Recall), Cell.Percent(c.Metrics?.AtLimit.FalsePositiveRate),
            Cell.Number(c.Pixels?.Auroc), Cell.Number(c.Pixels?.Aupro), Cell.Number(c.RegionDetection)])]);

    private static ReportTable Events(IReadOnlyList<CameraResult> cameras) => new(
        "Events by camera",
        [
            new("Camera", false), new("True events"), new("Found events"), new("Recall"), new("Precision"), new("False events"),
            new("False alarms an hour", Hint: "Where the frame rate is known"), new("Delay, frames", Hint: "From the start of a true event to the first frame called anomalous"),
        ],
        [.. cameras.Select(c => (Cell[])[
            c.Name, c.Metrics is { } m ? Cell.Count(m.Events) : Text.Missing, Cell.Count(c.Clips.Sum(x => x.Events.Count)),
            Cell.Percent(c.Metrics?.EventRecall), Cell.Percent(c.Metrics?.EventPrecision), c.Metrics is { } n ? Cell.Count(n.FalseEvents) : Text.Missing,
            Cell.Of(c.Metrics?.FalseAlarmsPerHour, Rounded(c.Metrics?.FalseAlarmsPerHour)), Cell.Of(c.Metrics?.DelayFrames, Rounded(c.Metrics?.DelayFrames))])]);

    private static ReportTable Work(IReadOnlyList<CameraResult> cameras) => new(
        "Camera, model and time",
        [
            new("Camera", false), new("Learned from, clips"), new("frames"), new("Person, pixels", Hint: "Height of a person in the full picture"),
            new("Working size", false), new("Light normalised", false), new("Shake removed", false), new("Memory, frames"), new("Train, seconds"), new("Score, frames/s"), new("Model, MB"),
        ],
        [.. cameras.Select(c => (Cell[])[
            c.Name, Cell.Count(c.TrainClips), Cell.Count(c.TrainFrames), Cell.Of(c.Model.Camera.PersonHeight, Rounded(c.Model.Camera.PersonHeight)),
            $"{c.Model.Camera.Width} x {c.Model.Camera.Height}", c.Model.Camera.Light ? "yes" : "no", c.Model.Camera.Steady ? "yes" : "no", Cell.Count(c.Model.Camera.Memory),
            Seconds(c, "train"), Cell.Of(Phase(c, "score")?.Rate, Rounded(Phase(c, "score")?.Rate)), Cell.Of(c.ModelBytes, (c.ModelBytes / 1e6).ToString("0.00", CultureInfo.InvariantCulture))])]);

    private static object View(CameraResult camera) => new
    {
        camera.Name,
        Limit = Text.Short(camera.Model.Limit),
        Members = string.Join(", ", camera.Model.Detectors.Select((d, i) => string.Create(CultureInfo.InvariantCulture, $"{d.Name} {camera.Model.Weights[i]:0.##}"))),
        Clips = camera.Clips.Select(clip => new
        {
            clip.Clip.Name,
            Kinds = string.Join(", ", clip.Frames.Select((_, i) => clip.KindOf(i)).OfType<string>().Distinct()),
            Chart = Timeline.Render(clip, camera.Model.Limit),
            Events = clip.Events.OrderByDescending(e => e.Score).Take(MostPictures).OrderBy(e => e.Start).Select(e => new
            {
                Span = $"frames {e.Start} to {e.End}",
                Truth = !clip.IsLabelled ? "" : VideoTables.KindIn(clip, e) is { Length: > 0 } kind ? kind : "false alarm",
                e.Reason,
                Alt = $"Frame {e.Peak} of {clip.Clip.Name}: {e.Reason}",
                Picture = e.Picture is { } p ? Uri(p, null) : "",
                Heat = e.Picture is { } h ? Uri(h, camera.Model.Limit) : "",
            }).ToList(),
            More = Math.Max(0, clip.Events.Count - MostPictures),
        }).ToList(),
    };

    private static Cell Seconds(CameraResult camera, string phase) => Cell.Of(Phase(camera, phase)?.Seconds, Rounded(Phase(camera, phase)?.Seconds));

    private static Phase? Phase(CameraResult camera, string name) => camera.Phases.FirstOrDefault(p => p.Name == name);

    private static string Rounded(double? value) => value?.ToString("0.#", CultureInfo.InvariantCulture) ?? Text.Missing;

    private static string Uri(EventPicture picture, double? limit)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Marshal.Copy(HeatPicture.Paint(picture, limit), 0, bitmap.GetPixels(), 4 * picture.Width * picture.Height);
        using var data = bitmap.Encode(SKEncodedImageFormat.Webp, Quality);
        return $"data:image/webp;base64,{Convert.ToBase64String(data.ToArray())}";
    }
}
