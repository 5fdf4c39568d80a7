using BitMiracle.LibTiff.Classic;

namespace MLPipeline.Datasets;

/// <summary>Reads the first page of TIFF files, which the decoder of all other pictures does not know. 8 bits a channel.</summary>
internal static class TiffFile
{
    static TiffFile() => Tiff.SetErrorHandler(new Silent());

    /// <summary>The endings of its files, in lower case.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".tif", ".tiff"];

    /// <summary>Whether a path ends as a TIFF file.</summary>
    public static bool IsOne(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Width and height; null where the file is no TIFF.</summary>
    public static (int Width, int Height)? SizeOf(string path)
    {
        using var tiff = Tiff.Open(path, "r");
        return tiff is null ? null : (Field(tiff, TiffTag.IMAGEWIDTH), Field(tiff, TiffTag.IMAGELENGTH));
    }

    /// <summary>The pixels as four bytes each, red first; null where the file is no TIFF or is damaged.</summary>
    public static (int Width, int Height, byte[] Rgba)? Read(string path)
    {
        using var tiff = Tiff.Open(path, "r");
        if (tiff is null)
        {
            return null;
        }

        var (width, height) = (Field(tiff, TiffTag.IMAGEWIDTH), Field(tiff, TiffTag.IMAGELENGTH));
        var raster = new int[width * height];
        if (!tiff.ReadRGBAImageOriented(width, height, raster, Orientation.TOPLEFT))
        {
            return null;
        }

        var rgba = new byte[4 * raster.Length];
        Buffer.BlockCopy(raster, 0, rgba, 0, rgba.Length);
        return (width, height, rgba);
    }

    private static int Field(Tiff tiff, TiffTag tag) => tiff.GetField(tag) is [var value, ..] ? value.ToInt() : 0;

    /// <summary>The library writes to the console by itself; the result says enough.</summary>
    private sealed class Silent : TiffErrorHandler
    {
        public override void ErrorHandler(Tiff tif, string method, string format, params object[] args)
        {
        }

        public override void WarningHandler(Tiff tif, string method, string format, params object[] args)
        {
        }
    }
}
