using System.Security.Cryptography;
using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>
/// What a file says of itself before it is decoded, and whether it can be used: the one rule of 'readable' for all commands.
/// A photo is readable if its header is that of a picture, its size is within the limit, and the picture is there to its end.
/// </summary>
public sealed record PhotoFacts
{
    /// <summary>Photos with more pixels are not decoded unless somebody allows it: 65 bytes can claim to be 65,000 x 65,000 pixels.</summary>
    public const double DefaultMegapixels = 100;

    /// <summary>A file of more bytes is no photo within any sensible limit.</summary>
    private const long MostBytes = 1L << 30;

    private const string Empty = "the file is empty, or no ordinary file";

    private static ReadOnlySpan<byte> LargeFilePointer => "version https://git-lfs"u8;

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Why the photo cannot be used, as a phrase without a full stop; null where it can.</summary>
    public string? Problem { get; init; }

    /// <summary>SHA-256 of the bytes in lower-case hexadecimal; null where they cannot be read.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Width in pixels as stored; 0 where the file is no picture.</summary>
    public int Width { get; init; }

    /// <summary>Height in pixels as stored; 0 where the file is no picture.</summary>
    public int Height { get; init; }

    /// <summary>The kind of file by its content, in small letters: <c>png</c>, <c>jpeg</c>, <c>bmp</c>, <c>webp</c>, <c>gif</c>.</summary>
    public string Format { get; init; } = "";

    /// <summary>How colours are stored, see <see cref="ColorMode.Of"/>.</summary>
    public string Mode { get; init; } = "";

    /// <summary>Quality of a JPEG from 1 to 100, as its quantization table tells; null for other files.</summary>
    public int? JpegQuality { get; init; }

    /// <summary>Whether some pixels are not opaque; what hides there is black to a model.</summary>
    public bool IsSeeThrough { get; init; }

    /// <summary>Whether EXIF says that a viewer has to turn or mirror the photo.</summary>
    public bool IsTurned => Origin is not (SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default);

    /// <summary>Where the first pixel belongs.</summary>
    internal SKEncodedOrigin Origin { get; init; }

    /// <summary>Width times height.</summary>
    internal long Pixels => (long)Width * Height;

    /// <summary>Width divided by height.</summary>
    internal double AspectRatio => (double)Width / Height;

    /// <summary>Reads a file. Whatever is wrong with it is a <see cref="Problem"/>, not an exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxMegapixels">The most that may be decoded, in millions of pixels.</param>
    public static PhotoFacts Read(string path, double maxMegapixels = DefaultMegapixels) => Read(path, maxMegapixels, out _);

    /// <summary>Reads a file, and hands out its bytes.</summary>
    internal static PhotoFacts Read(string path, double maxMegapixels, out byte[] bytes)
    {
        bytes = [];
        try
        {
            if (ProblemOf(new FileInfo(path)) is { } problem)
            {
                return new() { Path = path, Problem = problem };
            }

            bytes = File.ReadAllBytes(path);
            return Of(path, bytes, maxMegapixels);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new() { Path = path, Problem = error is UnauthorizedAccessException ? "no permission to read the file" : error.Message.TrimEnd('.') };
        }
    }

    /// <summary>The facts of a photo in memory.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="bytes">The file's bytes.</param>
    /// <param name="maxMegapixels">The most that may be decoded, in millions of pixels.</param>
    public static PhotoFacts Of(string path, byte[] bytes, double maxMegapixels = DefaultMegapixels)
    {
        if (bytes.Length == 0)
        {
            return new() { Path = path, Problem = Empty };
        }

        var facts = new PhotoFacts { Path = path, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is null)
        {
            return facts with
            {
                Problem = bytes.AsSpan().StartsWith(LargeFilePointer)
                    ? "a pointer of Git LFS, not the photo itself (run 'git lfs pull')"
                    : "not an image that can be decoded (the formats are JPEG, PNG, BMP, WebP and GIF)",
            };
        }

        var (width, height) = (codec.Info.Width, codec.Info.Height);
        var problem = (double)width * height > maxMegapixels * 1e6
            ? FormattableString.Invariant($"{width} x {height} pixels are more than the limit of {maxMegapixels:0.###} megapixels")
            : Wholeness.ProblemOf(bytes, codec);
        return facts with
        {
            Width = width,
            Height = height,
            Format = codec.EncodedFormat.ToString().ToLowerInvariant(),
            Mode = ColorMode.Of(bytes, codec),
            JpegQuality = codec.EncodedFormat == SKEncodedImageFormat.Jpeg ? JpegTables.QualityOf(bytes) : null,
            Origin = codec.EncodedOrigin,
            IsSeeThrough = problem is null && Wholeness.IsSeeThrough(codec),
            Problem = problem,
        };
    }

    /// <summary>The median of width divided by height over those photos that can be read; 1 if none can.</summary>
    public static double MedianAspectRatio(IEnumerable<PhotoFacts> photos)
    {
        var ratios = photos.Where(p => p.Problem is null).Select(p => p.AspectRatio).Order().ToArray();
        return ratios.Length == 0 ? 1 : ratios[ratios.Length / 2];
    }

    private static string? ProblemOf(FileInfo file)
    {
        if (!file.Exists)
        {
            return Directory.Exists(file.FullName) ? "a folder, not a file"
                : file.Name.Contains('\uFFFD', StringComparison.Ordinal) ? "its name is not UTF-8, so that it cannot be opened (rename the file)"
                : "there is no such file";
        }

        // A link has a length of its own. Pipes and devices have none: to open them could wait for ever.
        var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        return target.Length == 0 ? Empty
            : target.Length > MostBytes ? "the file is larger than 1 GB"
            : null;
    }
}
