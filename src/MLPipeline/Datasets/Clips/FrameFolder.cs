using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>A clip that is a folder of images, in the order of their names (numbers by value: 9 before 10).</summary>
public sealed class FrameFolder : IFrameSource
{
    /// <summary>Lists the frames of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="framesPerSecond">The rate, where somebody knows it.</param>
    /// <exception cref="ClipException">There is no image in it.</exception>
    public FrameFolder(string folder, double? framesPerSecond = null)
        : this(folder, ImagesIn(folder), framesPerSecond)
    {
    }

    private FrameFolder(string folder, IReadOnlyList<string> paths, double? framesPerSecond)
    {
        (Name, Paths, FramesPerSecond) = (folder, paths, framesPerSecond);
        if (paths.Count == 0)
        {
            throw new ClipException($"The folder '{folder}' has no images. A clip is a folder of frames ({string.Join(", ", ImageFiles.Endings.Concat(TiffFile.Endings))}), in the order of their names.");
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The files, in order.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <inheritdoc/>
    public int? Count => Paths.Count;

    /// <inheritdoc/>
    public double? FramesPerSecond { get; }

    /// <summary>The images of a folder that may be frames, TIFF among them, in their order; empty where there are none.</summary>
    public static IReadOnlyList<string> ImagesIn(string folder) =>
        [.. ImageFiles.In(folder).Concat(Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Where(TiffFile.IsOne) : []).Order(NaturalOrder.Instance)];

    /// <inheritdoc/>
    public IEnumerable<ClipFrame> Read(FrameRange range, CancellationToken cancel = default)
    {
        for (var i = 0; i < Paths.Count && !range.IsOver(i, FramesPerSecond); i++)
        {
            if (range.Holds(i, FramesPerSecond))
            {
                cancel.ThrowIfCancellationRequested();
                yield return Decode(Paths[i], i, range.Color);
            }
        }
    }

    private ClipFrame Decode(string path, int index, bool color)
    {
        double? seconds = FramesPerSecond is { } rate ? index / rate : null;
        if (TiffFile.IsOne(path))
        {
            return TiffFile.Read(path) is { } tiff ? Of(tiff.Rgba, index, seconds, tiff.Width, tiff.Height, color) : throw Damaged(path);
        }

        using var data = SKData.Create(path);
        using var codec = data is null ? null : SKCodec.Create(data);
        if (codec is null)
        {
            throw Damaged(path);
        }

        var (width, height) = (codec.Info.Width, codec.Info.Height);
        var gray = new byte[width * height];
        if (!color && codec.Info.ColorType == SKColorType.Gray8 && GetPixels(codec, new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque), gray))
        {
            return new ClipFrame(index, seconds, width, height, gray);
        }

        var rgba = new byte[4 * width * height];
        if (!GetPixels(codec, new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul), rgba))
        {
            throw Damaged(path);
        }

        return Of(rgba, index, seconds, width, height, color);
    }

    private static ClipFrame Of(byte[] rgba, int index, double? seconds, int width, int height, bool color)
    {
        var gray = new byte[width * height];
        Luma.FromRgba(rgba, gray);
        return new ClipFrame(index, seconds, width, height, gray, color ? Luma.WithoutAlpha(rgba) : null);
    }

    private static ClipException Damaged(string path) => new($"The frame '{path}' is not an image or is damaged. Replace it or take it out of the clip.");

    private static unsafe bool GetPixels(SKCodec codec, SKImageInfo info, byte[] pixels)
    {
        fixed (byte* start = pixels)
        {
            return codec.GetPixels(info, (nint)start) == SKCodecResult.Success;
        }
    }
}
