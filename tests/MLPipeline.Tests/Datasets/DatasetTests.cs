using MLPipeline.Datasets;

namespace MLPipeline.Tests.Datasets;

public class DatasetTests
{
    private static void Bottle(TempFolder folder, string category = "bottle")
    {
        folder.TouchMany($"{category}/train/good", 12);
        folder.TouchMany($"{category}/test/good", 3);
        folder.TouchMany($"{category}/test/broken", 2);
        folder.Touch($"{category}/ground_truth/broken", "000_mask.png", "001_mask.bmp");
    }

    [Fact]
    public void A_folder_of_MVTec_categories_is_read_with_masks_in_ordinal_order()
    {
        using var folder = new TempFolder();
        Bottle(folder, "b");
        Bottle(folder, "a");
        folder.Write("LICENSE.txt", "text");
        folder.Touch("a/train/good", ".hidden.png", "notes.txt", "UPPER.JPG");
        folder.TouchMany("a/validation/good", 2);
        folder.TouchMany("a/validation/broken", 1);

        var dataset = Dataset.Open(folder.Root);

        Assert.Equal("mvtec", dataset.Layout);
        Assert.Equal(["a", "b"], dataset.Categories.Select(c => c.Name));
        Assert.DoesNotContain(dataset.Warnings, w => w.StartsWith("b:", StringComparison.Ordinal));
        var a = dataset.Categories[0];
        Assert.Equal(13, a.Train.Count());
        Assert.Equal("a/train/good/UPPER.JPG", a.Train.Last().Id);
        Assert.Equal(["a/validation/broken/000.png", "a/validation/good/000.png", "a/validation/good/001.png"], a.Validation.Select(p => p.Id));
        var bad = a.Test.Where(p => p.IsAnomalous).ToList();
        Assert.Equal([folder["a/ground_truth/broken/000_mask.png"], folder["a/ground_truth/broken/001_mask.bmp"]], bad.Select(p => p.MaskPath));
        Assert.All(bad, p => Assert.Equal(("broken", "a", Split.Test), (p.Defect, p.Category, p.Split)));
        Assert.All(a.Photos, p => Assert.True(Path.IsPathFullyQualified(p.Path) && File.Exists(p.Path)));
        Assert.All(a.Train, p => Assert.Equal((false, "good", null), (p.IsAnomalous, p.Defect, p.MaskPath)));
    }

    [Fact]
    public void A_validation_photo_does_not_take_the_mask_of_a_test_photo_with_the_same_name()
    {
        using var folder = new TempFolder();
        Bottle(folder);
        folder.TouchMany("bottle/validation/broken", 1);
        var category = Assert.Single(Dataset.Open(folder.Root).Categories);
        Assert.Null(Assert.Single(category.Validation).MaskPath);
    }

    [Fact]
    public void A_mask_named_without_suffix_is_found_and_one_with_suffix_wins()
    {
        using var folder = new TempFolder();
        Bottle(folder);
        folder.Touch("bottle/ground_truth/broken", "000.png", "002.webp");
        folder.Touch("bottle/test/broken", "002.png");
        var masks = Dataset.Open(folder.Root).Categories[0].Test.Where(p => p.IsAnomalous).Select(p => Path.GetFileName(p.MaskPath));
        Assert.Equal(["000_mask.png", "001_mask.bmp", "002.webp"], masks);
    }

    [Fact]
    public void One_category_can_be_given_directly_also_by_a_path_with_spaces_umlauts_and_dots()
    {
        using var folder = new TempFolder("Größe 1 (neu)");
        Bottle(folder, "Flasche ä");
        var dataset = Dataset.Open(Path.Combine(folder.Root, "Flasche ä", "..", "Flasche ä") + Path.DirectorySeparatorChar);
        var category = Assert.Single(dataset.Categories);
        Assert.Equal("Flasche ä", category.Name);
        Assert.Equal(folder["Flasche ä"], dataset.Root);
        Assert.Equal("train/good/000.png", category.Train.First().Id);
        Assert.Equal(2, category.Test.Count(p => p.MaskPath is not null));
    }

    [Fact]
    public void The_VisA_list_is_read_with_quotes_and_masks()
    {
        using var folder = new TempFolder();
        folder.TouchMany("candle/Data/Images/Normal", 11);
        folder.Touch("candle/Data/Images/Anomaly", "a, b.JPG");
        folder.Touch("candle/Data/Masks/Anomaly", "a.png");
        var rows = Enumerable.Range(0, 11).Select(i => $"candle,{(i < 10 ? "train" : "test")},normal,candle/Data/Images/Normal/{i:000}.png,");
        folder.Write("split_csv/1cls.csv", "object,split,label,image,mask\r\n" + string.Join("\r\n", rows)
            + "\r\ncandle,test,anomaly,\"candle/Data/Images/Anomaly/a, b.JPG\",candle/Data/Masks/Anomaly/a.png\r\n");
        var dataset = Dataset.Open(folder.Root);
        var category = Assert.Single(dataset.Categories);
        Assert.Equal(("visa", "candle", 10, 2), (dataset.Layout, category.Name, category.Train.Count(), category.Test.Count()));
        var bad = Assert.Single(category.Test, p => p.IsAnomalous);
        Assert.Equal(("candle/Data/Images/Anomaly/a, b.JPG", "anomaly", folder["candle/Data/Masks/Anomaly/a.png"]), (bad.Id, bad.Defect, bad.MaskPath));
        Assert.Empty(dataset.Warnings);
    }

    [Theory]
    [InlineData("object,split,image\n", "no column label, mask")]
    [InlineData("object,split,label,image,mask\n", "lists no photo")]
    [InlineData("object,split,label,image,mask\nc,tset,normal,c/1.png,\n", "line 2: split 'tset' is unknown; write train, validation or test")]
    [InlineData("object,split,label,image,mask\nc,train,fine,c/1.png,\n", "label 'fine' is unknown")]
    [InlineData("object,split,label,image,mask\nc,train,normal,../secret.png,\n", "leads outside")]
    [InlineData("object,split,label,image,mask\nc,train,normal,,\n", "line 2: the photo's path is empty")]
    [InlineData("object,split,label,image,mask\nc,train,normal,c/1.png,\n", "1 of 1 photos listed")]
    public void A_bad_VisA_list_is_refused_with_the_place(string csv, string expected)
    {
        using var folder = new TempFolder();
        folder.Write("split_csv/1cls.csv", csv);
        Assert.Contains(expected, Assert.Throws<DatasetException>(() => Dataset.Open(folder.Root)).Message);
    }

    [Fact]
    public void A_plain_folder_is_split_by_seed_and_all_bad_photos_are_test()
    {
        using var folder = new TempFolder("screws");
        folder.TouchMany("good", 20);
        folder.TouchMany("bad/dent", 2);
        folder.TouchMany("bad", 3);
        var dataset = Dataset.Open(folder.Root);
        var category = Assert.Single(dataset.Categories);
        Assert.Equal(("folder", "screws", 14), (dataset.Layout, category.Name, category.Train.Count()));
        Assert.Equal(new Dictionary<string, int> { ["good"] = 6, ["bad"] = 3, ["dent"] = 2 }, category.Test.CountBy(p => p.Defect).ToDictionary());
        Assert.Equal(25, category.Photos.Select(p => p.Id).Distinct().Count());
        Assert.Equal(category.Photos, Dataset.Open(folder.Root).Categories[0].Photos);
        var other = Dataset.Open(folder.Root, new DatasetOptions { Seed = 7, TestShare = 0.5 }).Categories[0];
        Assert.Equal(10, other.Train.Count());
        Assert.NotEqual(category.Train.Take(10).Select(p => p.Id), other.Train.Select(p => p.Id));
    }

    [Fact]
    public void A_folder_of_plain_folders_gives_a_category_each_and_a_filter_does_not_change_a_split()
    {
        using var folder = new TempFolder();
        folder.TouchMany("a/good", 15);
        folder.TouchMany("a/bad", 1);
        folder.TouchMany("b/good", 15);
        folder.TouchMany("b/bad", 1);
        var all = Dataset.Open(folder.Root);
        Assert.Equal(["a", "b"], all.Categories.Select(c => c.Name));
        var one = Dataset.Open(folder.Root, new DatasetOptions { Categories = ["b"] });
        Assert.Equal(all.Categories[1].Photos, Assert.Single(one.Categories).Photos);
    }

    [Fact]
    public void A_bad_folder_called_good_stays_bad()
    {
        using var folder = new TempFolder();
        folder.TouchMany("good", 12);
        folder.TouchMany("bad/good", 1);
        Assert.Equal("bad", Assert.Single(Dataset.Open(folder.Root).Categories[0].Photos, p => p.IsAnomalous).Defect);
    }

    [Fact]
    public void An_unknown_category_is_refused_with_those_that_exist()
    {
        using var folder = new TempFolder();
        Bottle(folder);
        var e = Assert.Throws<DatasetException>(() => Dataset.Open(folder.Root, new DatasetOptions { Categories = ["bottel"] }));
        Assert.Contains("no category bottel; it has: bottle", e.Message);
    }

    [Fact]
    public void A_folder_that_does_not_exist_or_is_empty_or_a_file_is_refused_with_the_layouts()
    {
        using var folder = new TempFolder();
        var file = folder.Write("x.txt", "text");
        foreach (var (path, expected) in new[] { (folder["none"], "There is no folder"), (file, "is a file"), (folder.Root, "no folder and no photo"), (" ", "No dataset folder") })
        {
            var e = Assert.Throws<DatasetException>(() => Dataset.Open(path));
            Assert.Contains(expected, e.Message);
            Assert.Contains("MVTec AD (train/good", e.Message);
        }
    }

    [Fact]
    public void A_category_without_train_good_is_refused_alone_and_left_out_among_others()
    {
        using var folder = new TempFolder();
        folder.TouchMany("cap/test/good", 3);
        Assert.Contains("no train/good; found: the folder(s) test/", Assert.Throws<DatasetException>(() => Dataset.Open(folder["cap"])).Message);
        Assert.Contains("no train/good", Assert.Throws<DatasetException>(() => Dataset.Open(folder.Root)).Message);
        Bottle(folder);
        Directory.CreateDirectory(folder["lid/train/good"]);
        var dataset = Dataset.Open(folder.Root);
        Assert.Equal("bottle", Assert.Single(dataset.Categories).Name);
        Assert.Contains(dataset.Warnings, w => w.StartsWith("cap: left out", StringComparison.Ordinal) && w.Contains("train/good"));
        Assert.Contains(dataset.Warnings, w => w.StartsWith("lid: left out", StringComparison.Ordinal) && w.Contains("no good photo"));
        Assert.Throws<DatasetException>(() => Dataset.Open(folder["lid"]));
        Assert.Throws<DatasetException>(() => Dataset.Open(folder.Root, new DatasetOptions { Strict = true }));
    }

    [Fact]
    public void Folders_beside_train_good_hold_known_defects_and_are_no_good_photos()
    {
        using var folder = new TempFolder();
        Bottle(folder);
        folder.TouchMany("bottle/train/broken", 2);
        folder.Touch("bottle/ground_truth/broken", "000_mask.png");

        var category = Assert.Single(Dataset.Open(folder.Root).Categories);

        Assert.All(category.Train, p => Assert.False(p.IsAnomalous));
        Assert.Equal(["broken", "broken"], category.KnownDefects.Select(p => p.Defect));
        Assert.All(category.KnownDefects, p => Assert.Equal(Split.Train, p.Split));
        Assert.DoesNotContain(category.Test, p => p.Id.Contains("train/"));
    }

    [Fact]
    public void Few_good_photos_and_no_defects_and_missing_masks_are_warnings()
    {
        using var folder = new TempFolder();
        Bottle(folder);
        folder.Touch("bottle/test/broken", "002.png");
        folder.TouchMany("cap/train/good", 9);
        folder.TouchMany("cap/train/ok", 1);
        var warnings = Dataset.Open(folder.Root).Warnings;
        Assert.Contains(warnings, w => w.StartsWith("bottle: 1 of 3 photos of defects have no mask", StringComparison.Ordinal) && w.Contains("bottle/test/broken/002.png"));
        Assert.Contains(warnings, w => w.StartsWith("cap: only 9 good photo(s)", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.StartsWith("cap: no photo of a defect", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.StartsWith("cap: train/ok is not read", StringComparison.Ordinal));
        Assert.Equal(4, warnings.Count);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void A_test_share_outside_its_range_is_refused(double share) =>
        Assert.Contains("test share", Assert.Throws<DatasetException>(() => Dataset.Open(".", new DatasetOptions { TestShare = share })).Message);

    [Fact]
    public void Links_in_circles_and_broken_links_are_harmless()
    {
        using var folder = new TempFolder();
        Bottle(folder);
        Directory.CreateSymbolicLink(folder["bottle/test/loop"], folder.Root);
        Directory.CreateSymbolicLink(folder["self"], folder.Root);
        File.CreateSymbolicLink(folder["bottle/train/good/me.png"], folder["bottle/train/good/me.png"]);
        File.CreateSymbolicLink(folder["bottle/train/good/gone.png"], folder["gone.png"]);
        var category = Assert.Single(Dataset.Open(folder.Root).Categories);
        Assert.Equal(17, category.Photos.Count);
    }

    [Fact]
    public void A_folder_without_read_permission_is_named()
    {
        using var folder = new TempFolder();
        Bottle(folder);
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("no Unix file modes here");
            return;
        }
        File.SetUnixFileMode(folder["bottle"], UnixFileMode.UserExecute);
        if (CanList(folder["bottle"]))
        {
            Assert.Skip("this user (root) may read everything");
        }
        var e = Assert.Throws<DatasetException>(() => ImageFiles.In(folder["bottle"]));
        Assert.Contains(folder["bottle"], e.Message);
        Assert.Contains("read permission", e.Message);
    }

    [Fact]
    public void The_real_categories_are_read()
    {
        var data = SharedData("mvtec_ad");
        var dataset = Dataset.Open(data);
        Assert.Equal(["bottle", "transistor"], dataset.Categories.Select(c => c.Name));
        Assert.Empty(dataset.Warnings);
        Assert.Equal([(209, 83), (213, 100)], dataset.Categories.Select(c => (c.Train.Count(), c.Test.Count())));
        Assert.All(dataset.Categories.SelectMany(c => c.Test), p => Assert.Equal(p.IsAnomalous, p.MaskPath is not null));
    }

    private static string SharedData(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MLPipeline.sln")))
        {
            folder = folder.Parent;
        }
        var data = Path.Combine(folder?.FullName ?? "", "..", "shared", "data", name);
        if (folder is null || !Directory.Exists(data))
        {
            Assert.Skip("no data: ../shared/data/" + name);
        }
        return data;
    }

    private static bool CanList(string path)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(path).Count() >= 0;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
