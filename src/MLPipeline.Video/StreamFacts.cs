using System.Globalization;
using System.Text.Json;
using MLPipeline.Datasets;

namespace MLPipeline.Video;

/// <summary>What the head of a video says.</summary>
/// <param name="Width">Pixels in a row, as it is shown.</param>
/// <param name="Height">Rows, as it is shown.</param>
/// <param name="FramesPerSecond">Mean rate; null where it is not said.</param>
/// <param name="IsVariable">Whether the distance between frames varies.</param>
/// <param name="Count">Frames, or about as many; null where it is not said.</param>
internal sealed record StreamFacts(int Width, int Height, double? FramesPerSecond, bool IsVariable, int? Count)
{
    /// <summary>Asks ffprobe.</summary>
    /// <param name="name">What messages call the source.</param>
    /// <param name="input">ffmpeg's arguments for the input.</param>
    /// <exception cref="ClipException">It cannot be opened.</exception>
    public static StreamFacts Of(string name, IReadOnlyList<string> input)
    {
        using var process = Ffmpeg.Start(
            "ffprobe",
            ["-v", "error", .. input, "-select_streams", "v:0", "-of", "json", "-show_entries", "stream=width,height,avg_frame_rate,r_frame_rate,nb_frames,duration:stream_side_data=rotation:format=duration"]);
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        using var document = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
        if (!document.RootElement.TryGetProperty("streams", out var streams) || streams.GetArrayLength() == 0
            || Number(streams[0], "width") is not { } width || Number(streams[0], "height") is not { } height || width < 1 || height < 1)
        {
            var reason = FirstLine(errors.Result) is { Length: > 0 } line ? line : "it has no picture";
            throw new ClipException($"'{name}' cannot be read as a video: {reason}. A file that was cut short while it was written has lost its index: make it again, or repair it ('ffmpeg -i damaged.mkv -c copy repaired.mkv').");
        }

        var stream = streams[0];
        var turned = stream.TryGetProperty("side_data_list", out var sides)
            && sides.EnumerateArray().Any(s => Number(s, "rotation") is { } r && Math.Abs(r) % 180 == 90);
        var (average, lowest) = (Ratio(stream, "avg_frame_rate"), Ratio(stream, "r_frame_rate"));
        var seconds = Number(stream, "duration") ?? (document.RootElement.TryGetProperty("format", out var format) ? Number(format, "duration") : null);
        var rate = average ?? lowest;
        var count = Number(stream, "nb_frames") ?? (seconds is { } s && rate is { } r ? Math.Round(s * r) : null);
        var variable = average is { } a && lowest is { } l && Math.Abs(a - l) > 0.02 * a;
        return new((int)(turned ? height : width), (int)(turned ? width : height), rate, variable, (int?)count);
    }

    internal static string FirstLine(string text) => text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0)?.TrimEnd('.') ?? "";

    private static double? Number(JsonElement element, string name) => !element.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? Ratio(JsonElement element, string name)
    {
        var parts = element.TryGetProperty(name, out var value) ? value.GetString()!.Split('/') : [];
        return parts.Length == 2 && double.TryParse(parts[0], CultureInfo.InvariantCulture, out var a) && double.TryParse(parts[1], CultureInfo.InvariantCulture, out var b) && a > 0 && b > 0 ? a / b : null;
    }
}
