using System.Collections.Immutable;
using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>What the name of a folder says of its contents.</summary>
internal static class FolderNames
{
    // Made by systems, network disks and programs, beyond the hidden ones.
    private static readonly ImmutableHashSet<string> OfSystems = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "@eaDir", "@tmp", "@SynoResource", "@Recycle", "@Recently-Snapshot", "#recycle", "#snapshot", "~snapshot",
        "__MACOSX", "__pycache__", "lost+found", "System Volume Information", "$RECYCLE.BIN", "$Recycle.Bin", "RECYCLER",
        "FOUND.000", "Network Trash Folder", "Temporary Items", "node_modules");

    private static readonly ImmutableHashSet<string> OfMasks = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "ground_truth", "ground-truth", "groundtruth", "ground truth", "gt", "mask", "masks", "label", "labels", "segmentation",
        "segmentations", "annotation", "annotations");

    private static readonly ImmutableHashSet<string> OfGoodProducts = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "good", "goods", "ok", "okay", "normal", "fine", "pass", "passed", "correct", "conform", "nominal", "healthy", "intact", "perfect", "clean",
        "flawless", "regular", "negative", "io", "i.o.", "gut", "bon", "bueno", "buono", "defect free", "defectfree", "no defect", "no defects",
        "nodefect", "nodefects", "non defective", "nondefective", "anomaly free", "good parts", "正常", "良品");

    private static readonly ImmutableHashSet<string> OfBadProducts = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "bad", "defect", "defects", "defective", "anomaly", "anomalies", "anomalous", "abnormal", "ng", "nok", "not ok", "nio", "n.i.o.", "fail",
        "failed", "faulty", "reject", "rejected", "positive", "schlecht", "mauvais", "malo");

    /// <summary>Whether a system or a program keeps the folder for itself: hidden ones, bins, thumbnails, checkpoints.</summary>
    public static bool IsOfSystem(string folder) => Name(folder) is var name && (name.StartsWith('.') || OfSystems.Contains(name));

    /// <summary>Whether the folder is named as one of masks.</summary>
    public static bool IsOfMasks(string folder) => OfMasks.Contains(Name(folder));

    /// <summary>Whether the name means good products, though it is not <see cref="Photo.Good"/> itself: other words, capitals, slips of the pen.</summary>
    public static bool LooksGood(string name) => name != Photo.Good && (OfGoodProducts.Contains(Word(name)) || IsSlip(Word(name)));

    /// <summary>Whether the name means bad products.</summary>
    public static bool LooksBad(string name) => OfBadProducts.Contains(Word(name));

    // 'good_1', 'OK (2)', 'defect-free' and 'defect_free' are the same word as without the number and the dashes.
    private static string Word(string name) => FileNames.Normal(name).TrimEnd([.. "0123456789_-() "]).Trim().Replace('_', ' ').Replace('-', ' ');

    // Near the word, and no word of its own as 'wood' and 'gold' are.
    private static bool IsSlip(string word) =>
        word.StartsWith("go", StringComparison.OrdinalIgnoreCase) && !word.StartsWith("gol", StringComparison.OrdinalIgnoreCase) && NearMiss.Hint(word, [Photo.Good]).Length > 0;

    /// <summary>The last part of a path, as it is compared with others.</summary>
    public static string Name(string folder) => FileNames.Normal(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)));
}
