using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>
/// Makes a small dataset in the layout of MVTec AD, to try everything without own photos: three surfaces cut from CC0 photographs
/// and one drawn product, each with three kinds of painted defects and their masks. 256 x 256 pixels; about 9 MB.
/// </summary>
public static class SampleDataset
{
    private const string Readme =
        """
        # Sample dataset

        Made by `mlpipeline sample`, in the layout of MVTec AD. `brick`, `grass` and `gravel` are pieces of CC0 photographs
        (CC0 Textures "Bricks25", DeviantArt linolafett "Grass-01", CC0 Textures "Gravel04"; train pieces come from one half of
        the photograph, test pieces from the other), `plate` is drawn; the defects are painted. The whole set is CC0.
        Figures on painted defects say that a pipeline works, not how well it does on a real product.

        """;

    /// <summary>Writes the dataset; the same options give the same bytes.</summary>
    /// <param name="outFolder">Folder to write to, made where it does not exist; files of an earlier sample are written anew.</param>
    /// <param name="options">Seed and counts.</param>
    /// <param name="cancellation">Stops between two photos.</param>
    /// <returns>The dataset, opened.</returns>
    /// <exception cref="DatasetException">The folder holds other files, which would mix with the sample, or cannot be written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count of <paramref name="options"/> is negative, or there would be no training photo.</exception>
    public static Dataset Write(string outFolder, SampleOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new SampleOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Train);
        ArgumentOutOfRangeException.ThrowIfNegative(options.TestGood);
        ArgumentOutOfRangeException.ThrowIfNegative(options.PerDefect);
        var root = Path.GetFullPath(outFolder);
        var shots = Scenes().SelectMany((scene, i) => Shots(scene, i, options)).ToList();
        try
        {
            RefuseOtherFiles(root, shots.SelectMany(shot => new[] { shot.PhotoPath, shot.MaskPath }).Append("README.md"));
            foreach (var folder in shots.SelectMany(shot => new[] { shot.PhotoPath, shot.MaskPath }).OfType<string>().Select(Path.GetDirectoryName).Distinct())
            {
                Directory.CreateDirectory(Path.Combine(root, folder!));
            }
            File.WriteAllText(Path.Combine(root, "README.md"), Readme.ReplaceLineEndings("\n"));
            Parallel.ForEach(shots, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation }, shot => shot.Take(root));
        }
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is IOException or UnauthorizedAccessException))
        {
            throw CannotWrite(root, e.InnerExceptions[0]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(root, e);
        }
        return Dataset.Open(root);
    }

    private static DatasetException CannotWrite(string root, Exception e) =>
        new($"The sample cannot be written to '{root}': {e.Message} Choose a folder that this user may write to, on a disk with 20 MB free.", e);

    private static IEnumerable<IScene> Scenes() =>
    [
        new TextureScene("brick", 172, 0.08f, new SKColor(44, 20, 12), new SKColor(255, 212, 190),
            [("bloom", TextureDefects.Bloom), ("crack", TextureDefects.Crack), ("open_joint", TextureDefects.OpenJoint)]),
        new TextureScene("grass", 160, MathF.PI, new SKColor(6, 18, 2), new SKColor(216, 246, 170),
            [("bald", TextureDefects.Bald), ("dry", TextureDefects.Dry), ("scrap", TextureDefects.Scrap)]),
        new TextureScene("gravel", 160, MathF.PI, new SKColor(6, 5, 8), new SKColor(248, 242, 232),
            [("fines", TextureDefects.Fines), ("oil", TextureDefects.Oil), ("twig", TextureDefects.Twig)]),
        new PlateScene(),
    ];

    /// <summary>A photo to take: relative paths, and a seed of its own, so that photos can be taken in any order and on any number of cores.</summary>
    private sealed record Shot(IScene Scene, string PhotoPath, string? MaskPath, bool Test, string? Defect, int Seed)
    {
        public void Take(string root)
        {
            var picture = Scene.Photograph(new Random(Seed), Test, Defect);
            File.WriteAllBytes(Path.Combine(root, PhotoPath), picture.ToJpeg());
            if (MaskPath is not null)
            {
                File.WriteAllBytes(Path.Combine(root, MaskPath), picture.ToMask());
            }
        }
    }

    private static IEnumerable<Shot> Shots(IScene scene, int number, SampleOptions options)
    {
        var seeds = new Random(unchecked((options.Seed * 31) + number));
        for (var i = 0; i < options.Train; i++)
        {
            yield return new Shot(scene, Path.Combine(scene.Name, "train", Photo.Good, $"{i:000}.jpg"), null, false, null, seeds.Next());
        }
        for (var i = 0; i < options.TestGood; i++)
        {
            yield return new Shot(scene, Path.Combine(scene.Name, "test", Photo.Good, $"{i:000}.jpg"), null, true, null, seeds.Next());
        }
        foreach (var defect in scene.Defects)
        {
            for (var i = 0; i < options.PerDefect; i++)
            {
                yield return new Shot(scene, Path.Combine(scene.Name, "test", defect, $"{i:000}.jpg"),
                    Path.Combine(scene.Name, "ground_truth", defect, $"{i:000}_mask.png"), true, defect, seeds.Next());
            }
        }
    }

    private static void RefuseOtherFiles(string root, IEnumerable<string?> own)
    {
        if (!Directory.Exists(root))
        {
            return;
        }
        var known = own.OfType<string>().ToHashSet(StringComparer.Ordinal);
        var other = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path)).FirstOrDefault(path => !known.Contains(path));
        if (other is not null)
        {
            throw new DatasetException($"'{root}' holds other files ('{other}'), which would mix with the sample. Choose an empty or a new folder.");
        }
    }
}
