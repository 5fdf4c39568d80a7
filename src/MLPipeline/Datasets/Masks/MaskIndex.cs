using System.Text.RegularExpressions;
using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>
/// Finds the masks of a category's photos by their names. A mask stands in a folder of masks (ground_truth, masks, ...) at the place that
/// its photo has, or directly in it, or beside its photo; it is called as its photo, with or without a suffix such as <c>_mask</c>;
/// or it is a folder of that name, whose masks count together. Names are compared in one form, and without regard to capitals.
/// </summary>
internal sealed partial class MaskIndex(string categoryFolder)
{
    private readonly Dictionary<(string Folder, string Name), List<Entry>> _entries = [];
    private readonly List<string> _files = [];

    /// <summary>A mask, or a folder of masks, under one of the names that it may have.</summary>
    /// <param name="Path">The file or folder.</param>
    /// <param name="Stem">Its name as the disk spells it, without suffix.</param>
    /// <param name="Rank">0 for the usual form; the larger, the less usual.</param>
    /// <param name="Scope">The folder that its photos lie in.</param>
    private sealed record Entry(string Path, string Stem, int Rank, string Scope);

    /// <summary>Whether a file is called as the mask of another one beside it; gives the other's name.</summary>
    public static string? PhotoNameOf(string stem) => Suffix().Match(stem) is { Success: true } match ? match.Groups["photo"].Value : null;

    /// <summary>Adds all masks of a folder and below it.</summary>
    /// <param name="folder">The folder of masks.</param>
    /// <param name="scan">What stands in it.</param>
    /// <param name="scope">The folder that its photos lie in: the category's own, or that of a split or of a defect.</param>
    public void Add(string folder, FolderScan scan, string scope)
    {
        var below = Path.GetRelativePath(categoryFolder, scope);
        foreach (var file in scan.Photos)
        {
            var place = Path.GetDirectoryName(Path.GetRelativePath(folder, file))!;
            Add(file, scope, place);
            if (below != ".")
            {
                Add(file, scope, Path.Combine(below, place));
            }

            _files.Add(file);
        }

        // A folder that is called as a photo: one mask for each region of it.
        foreach (var masks in scan.Photos.Select(f => Path.GetDirectoryName(f)!).Distinct(StringComparer.Ordinal).Where(f => f != folder))
        {
            var place = Path.GetDirectoryName(Path.GetRelativePath(folder, masks))!;
            Put(place, new(masks, Path.GetFileName(masks), 4, scope), Path.GetFileName(masks));
        }
    }

    /// <summary>Adds a mask that stands beside its photo.</summary>
    public void AddBeside(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        Add(file, folder, Path.GetRelativePath(categoryFolder, folder));
        _files.Add(file);
    }

    /// <summary>Gives each anomalous photo its mask, where it has one that cannot be another's too.</summary>
    public List<Photo> Assign(IReadOnlyList<Photo> photos, Remarks remarks)
    {
        var claims = photos.Where(p => p.IsAnomalous).Select(p => Find(p)).OfType<(Photo Photo, Entry Mask, int Distance)>()
            .GroupBy(c => c.Mask.Path, StringComparer.Ordinal)
            .Select(group => (Mask: group.Key, Nearest: group.GroupBy(c => (c.Distance, c.Photo.Split == Split.Test ? 0 : 1)).OrderBy(g => g.Key).First().Select(c => c.Photo).ToList()))
            .ToList();
        var doubtful = claims.Where(c => c.Nearest.Count > 1).ToList();
        if (doubtful.Count > 0)
        {
            remarks.Warn(
                $"{doubtful.Count} mask(s) fit more than one photo and are not used: {Words.Some([.. doubtful.Select(d => $"{remarks.Relative(d.Mask)} ({Words.Some([.. d.Nearest.Select(p => p.Id)], 2)})")])}.",
                "Put masks into a folder for each defect, as the photos are.",
                [.. doubtful.Select(d => d.Mask)]);
        }

        var masks = claims.Where(c => c.Nearest.Count == 1).ToDictionary(c => c.Nearest[0].Path, c => c.Mask, StringComparer.Ordinal);
        TellOrphans([.. masks.Values, .. doubtful.Select(d => d.Mask)], remarks);
        return [.. photos.Select(p => masks.TryGetValue(p.Path, out var mask) ? p with { MaskPath = mask } : p)];
    }

    private void TellOrphans(HashSet<string> used, Remarks remarks)
    {
        var orphans = _files.Where(f => !used.Contains(f) && !used.Contains(Path.GetDirectoryName(f)!) && !IsOfGood(f)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (orphans.Count > 0)
        {
            remarks.Warn(
                $"{orphans.Count} mask(s) belong to no photo of a defect: {Words.Some([.. orphans.Select(remarks.Relative)])}.",
                "Name a mask after its photo (ground_truth/DEFECT/NAME_mask.png for NAME in the folder DEFECT), or remove it.",
                orphans);
        }
    }

    // Masks of good photos mark nothing; some datasets have them.
    private bool IsOfGood(string file) => Parts(Path.GetRelativePath(categoryFolder, Path.GetDirectoryName(file)!)).Any(p => FileNames.AreSame(p, Photo.Good));

    /// <summary>The best mask of a photo: the nearest folder first, then the most usual name.</summary>
    private (Photo Photo, Entry Mask, int Distance)? Find(Photo photo)
    {
        var stem = Path.GetFileNameWithoutExtension(photo.Path);
        var folder = Path.GetDirectoryName(photo.Path)!;
        var distance = 0;
        foreach (var place in Places(Path.GetRelativePath(categoryFolder, folder)))
        {
            var mask = _entries.GetValueOrDefault(Key(place, stem))?
                .Where(e => folder == e.Scope || folder.StartsWith(e.Scope + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                .OrderBy(e => FileNames.AreSame(e.Stem, stem) ? 0 : 1).ThenBy(e => e.Rank).ThenBy(e => e.Path, StringComparer.Ordinal)
                .FirstOrDefault();
            if (mask is not null)
            {
                return (photo, mask, distance);
            }

            distance++;
        }

        return null;
    }

    /// <summary>Where in a folder of masks the mask of a photo may stand: for test/dent/lot also dent/lot, test/dent, dent, test, and the folder itself.</summary>
    private static IEnumerable<string> Places(string folder)
    {
        var parts = Parts(folder);
        for (var end = parts.Length; end > 0; end--)
        {
            yield return string.Join('/', parts[..end]);
            if (end > 1)
            {
                yield return string.Join('/', parts[1..end]);
            }
        }

        yield return "";
    }

    private void Add(string file, string scope, string place)
    {
        var stem = Path.GetFileNameWithoutExtension(file);
        Put(place, new(file, stem, 1, scope), stem);
        if (Suffix().Match(stem) is { Success: true } suffixed)
        {
            var photo = suffixed.Groups["photo"].Value;
            Put(place, new(file, photo, stem.EndsWith("_mask", StringComparison.Ordinal) ? 0 : 2, scope), photo);
        }

        if (Prefix().Match(stem) is { Success: true } prefixed)
        {
            Put(place, new(file, prefixed.Groups["photo"].Value, 3, scope), prefixed.Groups["photo"].Value);
        }
    }

    private void Put(string place, Entry entry, string name)
    {
        var key = Key(string.Join('/', Parts(place)), name);
        (_entries.TryGetValue(key, out var list) ? list : _entries[key] = []).Add(entry);
    }

    private static (string Folder, string Name) Key(string place, string name) =>
        (FileNames.Normal(place).ToLowerInvariant(), FileNames.Normal(name).ToLowerInvariant());

    private static string[] Parts(string path) =>
        path.Split(Path.DirectorySeparatorChar, '/').Where(p => p.Length > 0 && p != ".").ToArray();

    [GeneratedRegex(@"^(?<photo>.+)[_\-. ](mask|masks|gt|label|labels|seg|segmentation|truth|groundtruth|ground_truth|ground-truth|annotation|anno)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Suffix();

    [GeneratedRegex(@"^(mask|gt|label|seg)[_\-. ](?<photo>.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();
}
