using MLPipeline.Models;
using MLPipeline.Video;

namespace MLPipeline.Cli;

/// <summary>Writes the frames of a video with heat map, box and the curve of the score.</summary>
internal sealed class AnnotatedVideo(string path, ClipModel model, double framesPerSecond) : IDisposable
{
    /// <summary>Frames a second where nothing says it.</summary>
    public const double UsualRate = 25;

    private const int CurveHeight = 40;
    private const int Line = 2;
    private static readonly byte[] Red = [230, 40, 40];
    private static readonly byte[] White = [255, 255, 255];
    private static readonly byte[] Yellow = [250, 210, 60];

    private readonly Queue<double> _curve = new();
    private VideoWriter? _writer;
    private byte[] _pixels = [];

    /// <summary>Appends the frame that was scored last.</summary>
    public void Add(ClipScorer scorer, EventFinder finder, FrameScore frame)
    {
        var picture = scorer.Picture;
        _writer ??= new VideoWriter(path, picture.Width, picture.Height, framesPerSecond);
        _pixels = [.. picture.Rgb ?? throw new InvalidOperationException("Frames were read without colours.")];
        var map = scorer.Map();
        HeatPicture.Tint(_pixels, 3, picture.Width, picture.Height, map, model.Camera.Columns, model.Camera.Rows, model.Limit);
        if (frame.IsAnomalous && finder.BoxNow() is { } box)
        {
            var (sx, sy) = ((double)picture.Width / model.Camera.SourceWidth, (double)picture.Height / model.Camera.SourceHeight);
            Frame((int)(box.X * sx), (int)(box.Y * sy), (int)(box.Width * sx), (int)(box.Height * sy), picture.Width, picture.Height);
        }

        Curve(frame.Score, picture.Width, picture.Height);
        _writer.Add(_pixels);
    }

    /// <summary>Ends the file.</summary>
    public void Finish() => _writer?.Finish();

    public void Dispose() => _writer?.Dispose();

    private void Frame(int x, int y, int w, int h, int width, int height)
    {
        for (var i = 0; i < w; i++)
        {
            for (var k = 0; k < Line; k++)
            {
                Dot(x + i, y + k, width, height, Red);
                Dot(x + i, y + h - 1 - k, width, height, Red);
            }
        }

        for (var i = 0; i < h; i++)
        {
            for (var k = 0; k < Line; k++)
            {
                Dot(x + k, y + i, width, height, Red);
                Dot(x + w - 1 - k, y + i, width, height, Red);
            }
        }
    }

    /// <summary>The score of as many frames as the picture is wide, at its lower edge; the limit is half way up.</summary>
    private void Curve(double score, int width, int height)
    {
        _curve.Enqueue(score);
        while (_curve.Count > width)
        {
            _curve.Dequeue();
        }

        for (var x = 0; x < width; x += 4)
        {
            Dot(x, height - (CurveHeight / 2), width, height, Red);
        }

        var column = 0;
        foreach (var value in _curve)
        {
            var up = (int)(CurveHeight / 2 * Math.Clamp(value / model.Limit, 0, 2));
            var color = value > model.Limit ? Yellow : White;
            Dot(column, height - 1 - up, width, height, color);
            Dot(column, height - up, width, height, color);
            column++;
        }
    }

    private void Dot(int x, int y, int width, int height, byte[] color)
    {
        if (x >= 0 && x < width && y >= 0 && y < height)
        {
            color.CopyTo(_pixels, 3 * ((y * width) + x));
        }
    }
}
