using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>Reads the folders of one category: photos with all below them, their masks, and what is to be said of the rest.</summary>
internal sealed class CategoryReader(string root, string folder, string category, Remarks remarks)
{
    private readonly List<Photo> _photos = [];
    private readonly MaskIndex _masks = new(folder);

    /// <summary>The category's folder.</summary>
    public string Folder => folder;

    /// <summary>The photos so far, masks not yet assigned.</summary>
    public IReadOnlyList<Photo> Photos => _photos;

    public Remarks Remarks => remarks;

    /// <summary>Adds the photos of a folder and of all below it.</summary>
    public void Add(string from, Split split, string defect) => AddFiles(PhotosOf(from, FolderScan.OfPhotos(from), defect), split, defect);

    /// <summary>Adds the photos directly in a folder.</summary>
    public void AddFlat(string from, Split split, string defect) => AddFiles(PhotosOf(from, FolderScan.Flat(from), defect), split, defect);

    /// <summary>Adds photos.</summary>
    public void AddFiles(IEnumerable<string> paths, Split split, string defect) =>
        _photos.AddRange(paths.Select(path => new Photo(remarks.Relative(path), path, category, split, defect != Photo.Good, defect)));

    /// <summary>The photos of a folder; masks beside them or below go where masks are looked for.</summary>
    public IReadOnlyList<string> PhotosOf(string from, FolderScan scan, string defect)
    {
        remarks.NotRead(scan, Place(from));
        foreach (var masks in scan.MaskFolders)
        {
            AddMasks(masks, from);
        }

        var names = scan.Photos.Select(Key).ToHashSet();
        var beside = scan.Photos.Where(p => MaskIndex.PhotoNameOf(Path.GetFileNameWithoutExtension(p)) is { } name && names.Contains(Key(p, name))).ToHashSet(StringComparer.Ordinal);
        if (beside.Count > 0 && defect == Photo.Good)
        {
            remarks.Warn(
                $"{beside.Count} file(s) in {Place(from)} are called as masks of the photos beside them and are not read as photos: {Words.Some([.. beside.Select(remarks.Relative)])}.",
                "Rename them if they are photos of products; masks of good photos are not needed.",
                [.. beside]);
        }

        foreach (var mask in beside.Where(_ => defect != Photo.Good))
        {
            _masks.AddBeside(mask);
        }

        return [.. scan.Photos.Where(p => !beside.Contains(p))];
    }

    /// <summary>Adds the folders of masks that stand in the category's folder or in a split's.</summary>
    public void AddMasksIn(string place)
    {
        foreach (var masks in ImageFiles.FoldersIn(place).Where(FolderNames.IsOfMasks))
        {
            AddMasks(masks, place);
        }
    }

    /// <summary>Says of photos that no part of the layout covers: those of other folders of the category, and those directly in the given ones.</summary>
    public void TellUnread(IReadOnlyCollection<string> known, IEnumerable<string> noPhotosIn, Func<string, string> hint)
    {
        var taken = _photos.Select(p => p.Path).ToHashSet(FileNames.Comparer);
        foreach (var other in ImageFiles.FoldersIn(folder).Where(f => !known.Contains(FolderNames.Name(f)) && !FolderNames.IsOfMasks(f)))
        {
            string[] photos = [.. FolderScan.OfPhotos(other).Photos.Where(p => !taken.Contains(p))];
            if (photos.Length > 0)
            {
                remarks.Warn($"{photos.Length} photo(s) in {Place(other)} are not read.", hint(FolderNames.Name(other)), photos);
            }
        }

        foreach (var place in noPhotosIn)
        {
            string[] photos = [.. FolderScan.Flat(place).Photos.Where(p => !taken.Contains(p))];
            if (photos.Length > 0)
            {
                remarks.Warn(
                    $"{photos.Length} photo(s) directly in {Place(place)} are not read: {Words.Some([.. photos.Select(remarks.Relative)])}.",
                    "Move them into a folder that says what they show.", photos);
            }
        }
    }

    /// <summary>Questions kinds of defect whose names say that the product is good.</summary>
    public void TellGoodNames()
    {
        var odd = _photos.Where(p => p.IsAnomalous && FolderNames.LooksGood(p.Defect)).CountBy(p => p.Defect).ToList();
        if (odd.Count > 0)
        {
            remarks.Warn(
                $"the folder(s) {Words.Some([.. odd.Select(o => $"{o.Key} ({o.Value} photos)")])} count as kinds of defect, though their names say that the products are good.",
                $"Rename such a folder to '{Photo.Good}' if they are; if not, name it after the defect.");
        }
    }

    /// <summary>All photos with their masks, in the order of the splits and of the paths.</summary>
    public List<Photo> Finish()
    {
        TellGoodNames();
        return [.. _masks.Assign(_photos, remarks).OrderBy(p => p.Split).ThenBy(p => p.Path, StringComparer.Ordinal)];
    }

    private void AddMasks(string masks, string scope)
    {
        var scan = FolderScan.Deep(masks);
        remarks.NotRead(scan, Place(masks), "mask");
        _masks.Add(masks, scan, scope);
    }

    private string Place(string path) => path == root ? "the folder itself" : remarks.Relative(path) + "/";

    private static (string, string) Key(string path) => Key(path, Path.GetFileNameWithoutExtension(path));

    private static (string, string) Key(string path, string name) => (Path.GetDirectoryName(path)!, FileNames.Normal(name).ToLowerInvariant());
}
