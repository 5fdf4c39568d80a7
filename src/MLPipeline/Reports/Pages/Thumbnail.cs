using MLPipeline.Datasets;
using MLPipeline.Scores;
using SkiaSharp;

namespace MLPipeline.Reports;

/// <summary>A photo made small enough to lie in a page, with its heat map where there is one.</summary>
/// <param name="Id">The photo's id.</param>
/// <param name="Name">The end of the id: its folder and file.</param>
/// <param name="Alt">What the picture shows, in words.</param>
/// <param name="Photo">The photo as a data URI; empty where it cannot be read.</param>
/// <param name="Heat">The photo under its heat map as a data URI; empty where there is no map.</param>
/// <param name="Score">The score.</param>
/// <param name="Verdict">What the threshold says of it.</param>
/// <param name="IsWrong">Whether the verdict is wrong.</param>
internal sealed record Thumbnail(string Id, string Name, string Alt, string Photo, string Heat, string Score, string Verdict, bool IsWrong)
{
    private const int LongerSide = 176;

    // Enough for a thumbnail of any shape that a camera takes; a line scan is reduced all the more.
    private const int MostPixels = 1_000_000;
    private const int Quality = 78;

    /// <summary>Makes the thumbnail.</summary>
    public static Thumbnail Of(ScoredPhoto scored, PhotoMap? map)
    {
        var photo = scored.Photo;
        var verdict = (scored.Predicted, photo.IsAnomalous) switch
        {
            (true, false) => "false alarm",
            (false, true) => "missed",
            (true, true) => "found",
            _ => "passed",
        };
        var (picture, heat) = Pictures(photo.Path, map);
        var alt = photo.IsAnomalous ? $"{photo.Id}: a product with the defect {photo.Defect}, {verdict}" : $"{photo.Id}: a good product, {verdict}";
        return new(photo.Id, string.Join('/', photo.Id.Split('/').TakeLast(2)), alt, picture, heat, Text.Short(scored.Score), verdict, scored.Predicted != photo.IsAnomalous);
    }

    private static (string Photo, string Heat) Pictures(string path, PhotoMap? map)
    {
        var origin = SKEncodedOrigin.TopLeft;
        using var whole = File.Exists(path) ? PhotoPicture.Read(path, MostPixels, out origin) : null;
        if (whole is null)
        {
            return ("", "");
        }

        var scale = Math.Min(1, (double)LongerSide / Math.Max(whole.Width, whole.Height));
        var (width, height) = (Math.Max(1, (int)(whole.Width * scale)), Math.Max(1, (int)(whole.Height * scale)));
        using var small = whole.Resize(whole.Info.WithSize(width, height), SKFilterQuality.Medium);
        var photo = Uri(small, origin);
        if (map is null)
        {
            return (photo, "");
        }

        HeatMap.Tint(small, new MapScaler(map.Rows, map.Columns, map.Input, width, height).Scale(map.Values), map.Scale);
        return (photo, Uri(small, origin));
    }

    private static string Uri(SKBitmap picture, SKEncodedOrigin origin)
    {
        using var upright = HeatMap.Upright(picture, origin);
        using var data = upright.Encode(SKEncodedImageFormat.Webp, Quality);
        return $"data:image/webp;base64,{Convert.ToBase64String(data.ToArray())}";
    }
}
