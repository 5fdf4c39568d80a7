using MLPipeline.Datasets;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Reliability;

/// <summary>
/// A dataset as people have them, made from a seed: an ordinary one, and some of the oddities that public reports tell of. It knows what
/// must be read of it and what must be said. Only names count: the files are empty.
/// </summary>
internal sealed class OddLayout : IDisposable
{
    private const string Umlaut = "pr\u00fcf";
    private const string UmlautApart = "pru\u0308f";

    private readonly Random _random;
    private readonly List<Action> _oddities;
    private readonly List<string> _plainDefects = ["dent", "hole"];

    public OddLayout(int seed)
    {
        _random = new Random(seed);
        Folder = new TempFolder("part");
        IsPlain = _random.Next(3) == 0;
        Ordinary();
        _oddities =
        [
            Lots, LotsOfDefects, OtherEndings, OtherEndingsOfDefect, SystemFolder, HiddenFiles, CompanionFiles, OwnPictures, GoodNamedDefect, LoosePhotos,
            UnreadFolder, Links, MasksInTheirFolder, MasksByOtherNames, MasksBeside, MasksInAFolderEach, MasksInAnotherForm, Orphans, TiffMasks,
            ValidationFolder, ValidationList, BesideGood, CapitalEndings,
        ];
        foreach (var oddity in _oddities.Where(_ => _random.Next(4) == 0).OrderBy(_ => _random.Next()).ToList())
        {
            oddity();
            Story.Add(oddity.Method.Name);
        }
    }

    public TempFolder Folder { get; }

    public bool IsPlain { get; }

    /// <summary>The oddities, for messages.</summary>
    public List<string> Story { get; } = [];

    /// <summary>What must be read: photo and its kind; the split is that of its folder.</summary>
    public Dictionary<string, string> Photos { get; } = [];

    /// <summary>Photos and their masks.</summary>
    public Dictionary<string, string> Masks { get; } = [];

    /// <summary>What must be said: a part of one warning each.</summary>
    public List<string> Said { get; } = [];

    private string Good => IsPlain ? "good" : "train/good";

    private string Bad => IsPlain ? "bad" : "test";

    public void Dispose() => Folder.Dispose();

    private void Ordinary()
    {
        Add(Good, "good", 14);
        Add($"{Bad}/dent", "dent", 3);
        Add($"{Bad}/hole", "hole", 2);
        if (!IsPlain)
        {
            Add("test/good", "good", 3);
        }
    }

    private void Add(string folder, string defect, int count, string prefix = "", string ending = ".png") =>
        AddNames(folder, defect, [.. Enumerable.Range(0, count).Select(i => $"{prefix}{i:000}{ending}")]);

    private void AddNames(string folder, string defect, params string[] names)
    {
        Folder.Touch(folder, names);
        foreach (var name in names)
        {
            Photos[$"{folder}/{name}"] = defect;
        }
    }

    private string AnyFolder() => _random.Next(2) == 0 ? Good : $"{Bad}/dent";

    private void Lots() => Add($"{Good}/lot {_random.Next(100)}/deep", "good", 2);

    private void LotsOfDefects() => Add($"{Bad}/dent/monday", "dent", 2, "m");

    private void OtherEndings()
    {
        Folder.Touch($"{Good}/raw", "a.tif", "b.TIFF", "c.heic");
        Said.Add($"3 file(s) in {Good}/ are not read: ");
    }

    private void OtherEndingsOfDefect()
    {
        Folder.Touch($"{Bad}/scan", "a.tif");
        Said.Add($"1 file(s) in {Bad}/scan/ are not read: 1 .tif");
    }

    private void SystemFolder() => Folder.Touch($"{AnyFolder()}/{new[] { "@eaDir", ".ipynb_checkpoints", "__MACOSX", "$RECYCLE.BIN" }[_random.Next(4)]}/below", "x.png", "x.tif");

    private void HiddenFiles() => Folder.Touch(AnyFolder(), "._000.png", ".DS_Store", ".hidden.tif");

    private void CompanionFiles() => Folder.Touch(AnyFolder(), "Thumbs.db", "000.xml", "notes.txt", "README");

    private void OwnPictures()
    {
        var picture = File.ReadAllBytes(Folder.Image("picture.png", 8, 8, (_, _) => SkiaSharp.SKColors.Gray));
        File.Delete(Folder["picture.png"]);
        var folder = AnyFolder();
        Folder.Write($"{folder}/maps/000_heat.png", OwnPicture.Mark(picture));
        Said.Add($"1 picture(s) in {folder}/ were made by this program");
    }

    private void GoodNamedDefect()
    {
        var name = new[] { "Good", "OK", "normal", "goood", "defect-free" }[_random.Next(5)];
        Add($"{Bad}/{name}", name, 2);
        Said.Add($"the folder(s) {name} (2 photos) count as kinds of defect");
    }

    private void LoosePhotos()
    {
        if (IsPlain)
        {
            Add("bad", "bad", 2, "loose");
        }
        else
        {
            Folder.TouchMany("test", 2);
            Said.Add("2 photo(s) directly in test/ are not read");
        }
    }

    private void UnreadFolder()
    {
        Folder.TouchMany("more of them/below", 2);
        Said.Add("2 photo(s) in more of them/ are not read");
    }

    private void Links()
    {
        Directory.CreateSymbolicLink(Folder[$"{Bad}/up"], Folder.Root);
        Directory.CreateSymbolicLink(Folder[$"{Good}/self"], Folder[Good]);
        File.CreateSymbolicLink(Folder[$"{Good}/gone.png"], Folder["nowhere.png"]);
    }

    private void Mask(string photo, string mask)
    {
        if (Masks.TryAdd(photo, mask))
        {
            Folder.Touch(Path.GetDirectoryName(mask)!, Path.GetFileName(mask));
        }
    }

    private void MasksInTheirFolder() => Mask($"{Bad}/dent/000.png", "ground_truth/dent/000_mask.png");

    private void MasksByOtherNames()
    {
        var name = new[] { "001.png", "001_MASK.png", "001_label.bmp", "001-gt.png", "mask_001.png" }[_random.Next(5)];
        Mask($"{Bad}/dent/001.png", $"{new[] { "ground_truth/dent", "masks/dent", "ground_truth/" + Bad + "/dent" }[_random.Next(3)]}/{name}");
    }

    private void MasksBeside() => Mask($"{Bad}/dent/002.png", $"{Bad}/dent/002{new[] { "_mask", "_GT", ".label" }[_random.Next(3)]}.png");

    private void MasksInAFolderEach()
    {
        Folder.Touch("ground_truth/hole/000", "000.png", "001.png");
        Masks[$"{Bad}/hole/000.png"] = "ground_truth/hole/000";
    }

    private void MasksInAnotherForm()
    {
        AddNames($"{Bad}/{UmlautApart}", Umlaut, $"{UmlautApart}_0.png");
        Mask($"{Bad}/{UmlautApart}/{UmlautApart}_0.png", $"ground_truth/{Umlaut}/{Umlaut}_0_mask.png");
    }

    private void Orphans()
    {
        Folder.Touch("ground_truth/crack", "777_mask.png");
        Said.Add("1 mask(s) belong to no photo of a defect: ground_truth/crack/777_mask.png");
    }

    private void TiffMasks()
    {
        Folder.Touch("segmentation/hole", "001_mask.tif");
        Said.Add("1 file(s) in segmentation/ are not read: 1 .tif");
    }

    private void ValidationFolder()
    {
        Add("validation/good", "good", 2);
        Add("validation/stain", "stain", 2);
    }

    private void ValidationList()
    {
        AddNames("seen", "anomaly", "a.png");
        AddNames("seen", "good", "b.png");
        Folder.Write("labels.csv", "path;label\nseen/a.png;1\nseen/b.png;good\nseen/b.png;good\nseen/c.png;1\n");
        Said.Add("1 of 4 photos listed");
        Said.Add("name a photo again and count once");
    }

    private void BesideGood()
    {
        Folder.Touch(Good, "000_mask.png");
        Said.Add($"1 file(s) in {Good}/ are called as masks of the photos beside them");
    }

    private void CapitalEndings() => AddNames(Good, "good", "x.PNG", "y.JpEg", "z.WebP", "w.jfif");
}
