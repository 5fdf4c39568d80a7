using MLPipeline.Runs;
using SkiaSharp;

namespace MLPipeline.Reports;

/// <summary>A photo made small enough to lie in a page, with its heat map where there is one.</summary>
/// <param name="Id">The photo's id.</param>
/// <param name="Alt">What the picture shows, in words.</param>
/// <param name="Photo">The photo as a data URI; empty where it cannot be read.</param>
/// <param name="Heat">The photo under its heat map as a data URI; empty where there is no map.</param>
/// <param name="Score">The score.</param>
/// <param name="Verdict">What the threshold says of it.</param>
/// <param name="IsWrong">Whether the verdict is wrong.</param>
internal sealed record Thumbnail(string Id, string Alt, string Photo, string Heat, string Score, string Verdict, bool IsWrong)
{
    private const int LongerSide = 176;
    private const int Quality = 78;

    /// <summary>Makes the thumbnail.</summary>
    public static Thumbnail Of(ScoredPhoto scored, PhotoMap? map, HeatMap colors)
    {
        var photo = scored.Photo;
        var verdict = (scored.Predicted, photo.IsAnomalous) switch
        {
            (true, false) => "false alarm",
            (false, true) => "missed",
            (true, true) => "found",
            _ => "passed",
        };
        using var picture = Small(photo.Path);
        using var heat = picture is null || map is null ? null : colors.Over(picture, map);
        var alt = photo.IsAnomalous ? $"{photo.Id}: a product with the defect {photo.Defect}, {verdict}" : $"{photo.Id}: a good product, {verdict}";
        return new(photo.Id, alt, Uri(picture), Uri(heat), Text.Short(scored.Score), verdict, scored.Predicted != photo.IsAnomalous);
    }

    private static SKBitmap? Small(string path)
    {
        using var codec = File.Exists(path) ? SKCodec.Create(path) : null;
        if (codec is null)
        {
            return null;
        }

        using var whole = SKBitmap.Decode(codec, new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Bgra8888, SKAlphaType.Unpremul));
        if (whole is null)
        {
            return null;
        }

        var scale = Math.Min(1, (double)LongerSide / Math.Max(whole.Width, whole.Height));
        var size = new SKImageInfo(Math.Max(1, (int)(whole.Width * scale)), Math.Max(1, (int)(whole.Height * scale)), SKColorType.Bgra8888, SKAlphaType.Unpremul);
        return whole.Resize(size, SKFilterQuality.Medium);
    }

    private static string Uri(SKBitmap? picture)
    {
        using var data = picture?.Encode(SKEncodedImageFormat.Webp, Quality);
        return data is null ? "" : $"data:image/webp;base64,{Convert.ToBase64String(data.ToArray())}";
    }
}
