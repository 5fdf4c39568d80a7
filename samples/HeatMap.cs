using System.IO.Compression;
using System.Text.Json;
using Microsoft.ML;
using SkiaSharp;

namespace Samples;

/// <summary>
/// A heat map on the serving side: ML.NET and SkiaSharp alone. The column <c>AnomalyMap</c> holds a score per position of the model's
/// input, row by row; the zip's entry <c>mlpipeline.json</c> says how many, how large the input is, and which values are usual.
/// </summary>
public static class HeatMap
{
    public static int Run(string modelZip, string photo, string png)
    {
        using var zip = ZipFile.OpenRead(modelZip);
        using var json = JsonDocument.Parse(zip.GetEntry("mlpipeline.json")!.Open());
        int Number(string key) => json.RootElement.GetProperty(key).GetInt32();
        var (rows, columns, width, height) = (Number("map_rows"), Number("map_columns"), Number("input_width"), Number("input_height"));
        var scale = json.RootElement.GetProperty("map_scale");
        var (low, limit) = (scale.GetProperty("low").GetSingle(), scale.GetProperty("threshold").GetSingle());

        var context = new MLContext();
        using var engine = context.Model.CreatePredictionEngine<PhotoFile, Verdict>(context.Model.Load(modelZip, out _));
        var verdict = engine.Predict(new() { ImagePath = photo });

        // From transparent over half at the limit to red: what is above the limit is anomalous.
        using var heat = new SKBitmap(columns, rows, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        heat.Pixels = [.. verdict.AnomalyMap.Select(v => new SKColor(220, 20, 30, (byte)(200 * Math.Clamp((v - low) / (2 * (limit - low)), 0, 1))))];

        // The model keeps the aspect ratio and pads: the map covers its whole input, so it may reach beyond the photo.
        using var picture = SKBitmap.Decode(photo);
        var zoom = Math.Max((float)picture.Width / width, (float)picture.Height / height);
        var frame = SKRect.Create((picture.Width - (zoom * width)) / 2, (picture.Height - (zoom * height)) / 2, zoom * width, zoom * height);
        using var surface = SKSurface.Create(new SKImageInfo(picture.Width, picture.Height));
        using var paint = new SKPaint { FilterQuality = SKFilterQuality.Medium };
        surface.Canvas.DrawBitmap(picture, 0, 0);
        surface.Canvas.DrawBitmap(heat, frame, paint);
        using var data = surface.Snapshot().Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(png, data.ToArray());
        Console.WriteLine($"{png}: score {verdict.Score:G4}");
        return 0;
    }

    public sealed class PhotoFile
    {
        public string ImagePath { get; set; } = "";
    }

    public sealed class Verdict
    {
        public float Score { get; set; }

        public float[] AnomalyMap { get; set; } = [];
    }
}
