using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>How the pixels of a mask were told apart.</summary>
internal enum MaskKind
{
    /// <summary>By alpha, or by a few values that are black or not, such as 0 and 255 or the ids of classes.</summary>
    Clear,

    /// <summary>At half of the brightest value: black and white with something between, from compression, blur or smooth edges.</summary>
    Halved,

    /// <summary>Neither: whatever is not black counts.</summary>
    Unclear,
}

/// <summary>
/// The marked pixels of one mask file at its own size. Where alpha varies and colour does not, alpha decides (at half).
/// Otherwise a pixel is marked where a colour channel is not 0, since masks may hold class ids such as 1 and 2; but a mask of many values
/// that is plainly black and white is cut at half of its brightest value. Of 16-bit files the upper 8 bits count.
/// </summary>
internal sealed class MaskPicture
{
    /// <summary>A lossless file of at most so many values lists classes.</summary>
    private const int MostClasses = 16;

    /// <summary>In a file with losses, values below this are noise of the compression.</summary>
    private const int CompressionNoise = 32;

    private readonly bool[] _marks;

    private MaskPicture(int width, int height, bool[] marks, MaskKind kind, SKEncodedOrigin origin)
    {
        Width = width;
        Height = height;
        _marks = marks;
        Kind = kind;
        Origin = origin;
    }

    public int Width { get; }

    public int Height { get; }

    public MaskKind Kind { get; }

    /// <summary>What the mask's own EXIF says.</summary>
    public SKEncodedOrigin Origin { get; }

    /// <summary>Share of marked pixels, 0 to 1.</summary>
    public double Share => _marks.AsSpan().Count(true) / (double)_marks.Length;

    /// <summary>Share of marked pixels along the four edges, 0 to 1.</summary>
    public double BorderShare
    {
        get
        {
            var border = Enumerable.Range(0, Width).SelectMany(x => new[] { x, ((Height - 1) * Width) + x })
                .Concat(Enumerable.Range(0, Height).SelectMany(y => new[] { y * Width, (y * Width) + Width - 1 })).ToArray();
            return border.Count(i => _marks[i]) / (double)border.Length;
        }
    }

    /// <summary>Reads a mask.</summary>
    /// <exception cref="MaskException">The file cannot be read or is not an image.</exception>
    public static MaskPicture Read(string path)
    {
        var facts = PhotoFacts.Read(path, PhotoFacts.DefaultMegapixels, out var bytes);
        if (facts.Problem is { } unusable)
        {
            throw new MaskException(path, unusable);
        }

        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);

        // Not premultiplied and without a colour space: small class ids stay what they are.
        using var bitmap = new SKBitmap(new SKImageInfo(facts.Width, facts.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul, null));
        if (Wholeness.Describe(codec.GetPixels(bitmap.Info, bitmap.GetPixels())) is { } problem)
        {
            throw new MaskException(path, problem);
        }

        var isLossy = facts.Format is not ("png" or "bmp" or "gif");
        var (marks, kind) = Mark(bitmap, isLossy);
        return new(facts.Width, facts.Height, marks, kind, facts.Origin);
    }

    /// <summary>What any of several masks marks, at the size of the first.</summary>
    public static MaskPicture Join(IReadOnlyList<MaskPicture> masks)
    {
        if (masks.Count == 1)
        {
            return masks[0];
        }

        var joined = new bool[masks[0]._marks.Length];
        foreach (var mask in masks)
        {
            mask.AddTo(joined, masks[0].Width, masks[0].Height);
        }

        return new(masks[0].Width, masks[0].Height, joined, masks.Max(m => m.Kind), masks[0].Origin);
    }

    /// <summary>
    /// The mask as its photo is stored. People draw on what they see: where EXIF turns the photo, the mask is taken as upright, unless its
    /// shape or its own EXIF says that it is stored as the photo is.
    /// </summary>
    public MaskPicture AsStored(PhotoFacts photo)
    {
        var isQuarter = photo.Origin >= SKEncodedOrigin.LeftTop;
        var own = Math.Log((double)Width / Height);
        var stored = Math.Log(photo.AspectRatio);
        var isStored = !photo.IsTurned || Origin == photo.Origin || (isQuarter && Math.Abs(own - stored) < Math.Abs(own + stored));
        return isStored ? this : TurnedBack(photo.Origin, isQuarter);
    }

    /// <summary>Marks what this mask marks in one of another size.</summary>
    public void AddTo(bool[] mask, int width, int height)
    {
        var columns = Enumerable.Range(0, width).Select(x => Under(x, width, Width)).ToArray();
        for (var y = 0; y < height; y++)
        {
            var (top, bottom) = Under(y, height, Height);
            for (var x = 0; x < width; x++)
            {
                var (left, right) = columns[x];
                for (var row = top; row < bottom && !mask[(y * width) + x]; row++)
                {
                    mask[(y * width) + x] = _marks.AsSpan((row * Width) + left, right - left).Contains(true);
                }
            }
        }
    }

    /// <summary>The pixels of the own size under one pixel of another: all that it covers, or the nearest one where it is smaller.</summary>
    private static (int From, int To) Under(int position, int size, int own)
    {
        if (own <= size)
        {
            var nearest = (int)((((2L * position) + 1) * own) / (2L * size));
            return (nearest, nearest + 1);
        }

        return ((int)((long)position * own / size), (int)((((position + 1L) * own) + size - 1) / size));
    }

    private MaskPicture TurnedBack(SKEncodedOrigin origin, bool isQuarter)
    {
        var (width, height) = isQuarter ? (Height, Width) : (Width, Height);
        var marks = new bool[_marks.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                // Where a stored pixel is seen (EXIF 2.32, orientation).
                var (u, v) = origin switch
                {
                    SKEncodedOrigin.TopRight => (width - 1 - x, y),
                    SKEncodedOrigin.BottomRight => (width - 1 - x, height - 1 - y),
                    SKEncodedOrigin.BottomLeft => (x, height - 1 - y),
                    SKEncodedOrigin.LeftTop => (y, x),
                    SKEncodedOrigin.RightTop => (height - 1 - y, x),
                    SKEncodedOrigin.RightBottom => (height - 1 - y, width - 1 - x),
                    SKEncodedOrigin.LeftBottom => (y, width - 1 - x),
                    _ => (x, y),
                };
                marks[(y * width) + x] = _marks[(v * Width) + u];
            }
        }

        return new(width, height, marks, Kind, Origin);
    }

    private static (bool[] Marks, MaskKind Kind) Mark(SKBitmap bitmap, bool isLossy)
    {
        var alphas = new byte[bitmap.Width * bitmap.Height];
        ForEach(bitmap, (i, pixel) => alphas[i] = pixel[3]);
        var alphaVaries = alphas.AsSpan().ContainsAnyExcept(alphas[0]);

        var values = new byte[alphas.Length];
        var colors = new HashSet<int>();
        ForEach(bitmap, (i, pixel) =>
        {
            // What cannot be seen marks nothing.
            if (!alphaVaries || pixel[3] != 0)
            {
                values[i] = Math.Max(pixel[0], Math.Max(pixel[1], pixel[2]));
                if (colors.Count < 2)
                {
                    colors.Add((pixel[0] << 16) | (pixel[1] << 8) | pixel[2]);
                }
            }
        });
        if (alphaVaries && colors.Count == 1)
        {
            return (Array.ConvertAll(alphas, a => a >= 128), MaskKind.Clear);
        }

        var (least, kind) = Limit(values, isLossy);
        return (Array.ConvertAll(values, v => v >= least), kind);
    }

    private delegate void PixelVisitor(int index, ReadOnlySpan<byte> rgba);

    private static void ForEach(SKBitmap bitmap, PixelVisitor visit)
    {
        for (var y = 0; y < bitmap.Height; y++)
        {
            var row = bitmap.GetPixelSpan().Slice(y * bitmap.RowBytes, 4 * bitmap.Width);
            for (var x = 0; x < bitmap.Width; x++)
            {
                visit((y * bitmap.Width) + x, row.Slice(4 * x, 4));
            }
        }
    }

    /// <summary>The smallest value that marks a pixel.</summary>
    private static (int Least, MaskKind Kind) Limit(byte[] values, bool isLossy)
    {
        var counts = new int[256];
        foreach (var value in values)
        {
            counts[value]++;
        }

        var brightest = Array.FindLastIndex(counts, c => c > 0);
        if (!isLossy && counts.Count(c => c > 0) <= MostClasses)
        {
            return (1, MaskKind.Clear);
        }

        if (isLossy && brightest < CompressionNoise)
        {
            return (CompressionNoise, MaskKind.Clear);
        }

        var white = counts[((3 * brightest / 4) + 1)..].Sum();
        var between = counts[((brightest / 4) + 1)..((3 * brightest / 4) + 1)].Sum();
        return between <= white ? ((brightest / 2) + 1, MaskKind.Halved) : (1, MaskKind.Unclear);
    }
}
