namespace MLPipeline.Datasets;

/// <summary>
/// Reads masks of defects. A mask is an image of any kind (gray, palette, colour, with alpha): not black means defective,
/// see <see cref="MaskPicture"/>. A folder of masks, one per region, counts as all of them together.
/// </summary>
public static class Masks
{
    /// <summary>
    /// Reads the mask of a photo. One of another size is stretched: enlarged by nearest neighbour (pixel x is taken at
    /// floor((x + 0.5) * own width / width)), reduced so that a pixel is defective where any pixel under it is.
    /// A mask that was drawn on the upright photo is turned back to the photo as it is stored.
    /// </summary>
    /// <param name="path">The mask file, or a folder of masks.</param>
    /// <param name="photo">Facts of the photo that it belongs to; null: the mask is taken as it is stored.</param>
    /// <param name="width">Width of the result in pixels.</param>
    /// <param name="height">Height of the result in pixels.</param>
    /// <returns>width * height values, row by row; true is defective.</returns>
    /// <exception cref="MaskException">A file cannot be read or is not an image, or the folder has none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Width or height is not positive.</exception>
    public static bool[] Load(string path, PhotoFacts? photo, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        var mask = new bool[width * height];
        foreach (var file in FilesOf(path))
        {
            var picture = MaskPicture.Read(file);
            (photo is null ? picture : picture.AsStored(photo)).AddTo(mask, width, height);
        }

        return mask;
    }

    /// <inheritdoc cref="Load(string, PhotoFacts?, int, int)"/>
    public static bool[] Load(string path, int width, int height) => Load(path, photo: null, width, height);

    /// <summary>The files of a mask: itself, or what its folder holds.</summary>
    /// <exception cref="MaskException">The folder holds no image.</exception>
    internal static IReadOnlyList<string> FilesOf(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        var files = FolderScan.Flat(path).Photos;
        return files.Count > 0 ? files : throw new MaskException(path, "the folder holds no image that can be read");
    }
}
