using MLPipeline.Datasets;

namespace MLPipeline.Tests.Datasets;

/// <summary>What is read of folders that people have, and what is said of the rest.</summary>
public class LayoutTests
{
    private static TempFolder Category()
    {
        var folder = new TempFolder("part");
        folder.TouchMany("train/good", 12);
        folder.TouchMany("test/good", 2);
        folder.TouchMany("test/dent", 2);
        return folder;
    }

    private static TempFolder Visa(params string[] rows)
    {
        var folder = new TempFolder();
        folder.TouchMany("candle/normal", 16);
        folder.TouchMany("candle/anomaly", 2);
        folder.Write("split_csv/1cls.csv", string.Join('\n', [
            "object,split,label,image,mask",
            .. Enumerable.Range(0, 16).Select(i => $"candle,{(i < 14 ? "train" : "test")},normal,candle/normal/{i:000}.png,"),
            "candle,test,anomaly,candle/anomaly/000.png,",
            .. rows,
        ]));
        return folder;
    }

    private static IReadOnlyList<string> Warnings(TempFolder folder) => Dataset.Open(folder.Root).Warnings;

    [Fact]
    public void Photos_in_folders_below_good_and_below_a_defect_are_read()
    {
        using var folder = Category();
        folder.TouchMany("train/good/lot1/monday", 3);
        folder.TouchMany("test/dent/lot1", 1);
        folder.TouchMany("test/good/.ipynb_checkpoints", 1);
        folder.TouchMany("train/good/@eaDir/x", 1);
        var part = Dataset.Open(folder.Root).Categories.Single();
        Assert.Equal((15, 2, 3), (part.Train.Count(), part.Test.Count(p => !p.IsAnomalous), part.Test.Count(p => p.Defect == "dent")));
        Assert.Contains("train/good/lot1/monday/000.png", part.Train.Select(p => p.Id));
        Assert.Empty(Warnings(folder));
    }

    [Fact]
    public void Files_that_are_not_read_are_counted_by_folder_with_their_endings()
    {
        using var folder = Category();
        folder.Touch("train/good", "a.tif", "b.TIF", "c.heic", "notes.txt");
        folder.Touch("test/hole", "x.tiff");
        folder.Touch("test", "loose.png");
        folder.Touch("extra", "x.png");
        var warnings = Warnings(folder);
        Assert.Contains(warnings, w => w.Contains("3 file(s) in train/good/ are not read: 2 .tif, 1 .heic (for instance train/good/a.tif). Convert each photo to PNG or JPEG", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.Contains("1 file(s) in test/hole/ are not read: 1 .tiff", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.Contains("1 photo(s) directly in test/ are not read", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.Contains("1 photo(s) in extra/ are not read", StringComparison.Ordinal));
        Assert.Equal(4, warnings.Count);
    }

    [Theory]
    [InlineData("Good")]
    [InlineData("OK")]
    [InlineData("ok_2")]
    [InlineData("normal")]
    [InlineData("goood")]
    [InlineData("defect-free")]
    public void A_kind_of_defect_that_is_called_good_is_questioned(string name)
    {
        using var folder = Category();
        folder.TouchMany($"test/{name}", 3);
        Assert.Contains(Warnings(folder), w => w.Contains($"the folder(s) {name} (3 photos) count as kinds of defect", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("wood")]
    [InlineData("gold")]
    [InlineData("scratch")]
    [InlineData("bad")]
    public void Other_names_are_not(string name)
    {
        using var folder = Category();
        folder.TouchMany($"test/{name}", 3);
        Assert.Empty(Warnings(folder));
    }

    [Fact]
    public void A_test_split_without_good_photos_is_remarked()
    {
        using var folder = Category();
        Directory.Delete(folder["test/good"], recursive: true);
        Assert.Contains(Warnings(folder), w => w.Contains("no photo of a good product in the test split", StringComparison.Ordinal) && w.Contains("to test/good", StringComparison.Ordinal));
    }

    [Fact]
    public void Folders_that_are_called_almost_as_they_should_be_are_named()
    {
        using var folder = new TempFolder();
        folder.TouchMany("OK", 3);
        folder.TouchMany("NG", 3);
        Assert.Contains("Are the products in OK/ good? Rename it to 'good'.", Assert.Throws<DatasetException>(() => Dataset.Open(folder.Root)).Message);
        using var other = new TempFolder();
        other.TouchMany("train/Good", 3);
        Assert.Contains("Are the products in Good/ good?", Assert.Throws<DatasetException>(() => Dataset.Open(other.Root)).Message);
    }

    [Fact]
    public void MVTec_AD_2_is_read_with_its_public_test_and_its_private_one_is_named()
    {
        using var folder = new TempFolder();
        folder.TouchMany("can/train/good", 12);
        folder.TouchMany("can/validation/good", 2);
        folder.TouchMany("can/test_public/good", 2);
        folder.TouchMany("can/test_public/bad", 2);
        folder.Touch("can/test_public/ground_truth/bad", "000_mask.png", "001_mask.png");
        folder.Touch("can/test_private", "000_regular.png");
        folder.Touch("can/test_private_mixed", "000_mixed.png");
        var dataset = Dataset.Open(folder.Root);
        var can = dataset.Categories.Single();
        Assert.Equal((12, 2, 2, 2), (can.Train.Count(), can.Validation.Count(), can.Test.Count(p => !p.IsAnomalous), can.Test.Count(p => p.MaskPath is not null)));
        Assert.Equal(2, dataset.Warnings.Count);
        Assert.All(dataset.Warnings, w => Assert.Contains("1 photo(s) in can/test_private", w, StringComparison.Ordinal));
    }

    [Fact]
    public void A_plain_folder_has_labelled_photos_too()
    {
        using var folder = new TempFolder("part");
        folder.TouchMany("good", 20);
        folder.TouchMany("bad", 2);
        folder.TouchMany("validation/good", 2);
        folder.TouchMany("validation/dent", 3);
        folder.TouchMany("validation/bad", 1);
        folder.Touch("seen", "a.png", "b.png");
        folder.Write("labels.csv", "path;label\nseen/a.png;1\nseen/b.png;0\n");
        var part = Dataset.Open(folder.Root).Categories.Single();
        Assert.Equal(
            new Dictionary<string, int> { ["good"] = 3, ["dent"] = 3, ["bad"] = 1, ["anomaly"] = 1 }, part.Validation.CountBy(p => p.Defect).ToDictionary());
        Assert.Empty(Warnings(folder));
    }

    [Theory]
    [InlineData("good,1\n", "line 2: the label is 'good', but the defect is '1'")]
    [InlineData("1,good\n", "line 2: the label is '1', but the defect is called 'good'")]
    public void A_line_that_contradicts_itself_is_refused(string line, string expected)
    {
        using var folder = Category();
        folder.Touch("seen", "a.png");
        folder.Write("labels.csv", "path,label,defect\nseen/a.png," + line);
        Assert.Contains(expected, Assert.Throws<DatasetException>(() => Dataset.Open(folder.Root)).Message);
    }

    [Fact]
    public void A_list_that_names_a_photo_good_and_anomalous_names_both_lines()
    {
        using var folder = Category();
        folder.Touch("seen", "a.png", "b.png");
        folder.Write("labels.csv", "path,label\nseen/b.png,good\nseen/a.png,good\n./seen/../seen/a.png,anomaly\n");
        Assert.Contains("lines 3 and 4: ./seen/../seen/a.png is called good and anomaly", Assert.Throws<DatasetException>(() => Dataset.Open(folder.Root)).Message);
        folder.Write("labels.csv", "path,label\nseen/b.png,good\nseen/b.png,good\nseen\\b.png,0\n");
        Assert.Single(Dataset.Open(folder.Root).Categories.Single().Validation);
        Assert.Contains(Warnings(folder), w => w.Contains("2 line(s)", StringComparison.Ordinal) && w.Contains("count once", StringComparison.Ordinal));
    }

    [Fact]
    public void Equal_lines_of_a_VisA_list_count_once()
    {
        using var folder = Visa("candle,test,normal,candle/normal/015.png,", "candle,train,normal,./candle/normal/000.png,");
        var dataset = Dataset.Open(folder.Root);
        Assert.Equal((14, 3), (dataset.Categories[0].Train.Count(), dataset.Categories[0].Test.Count()));
        Assert.Contains("2 line(s)", Assert.Single(dataset.Warnings));
    }

    [Theory]
    [InlineData("candle,test,anomaly,candle/normal/015.png,", "lines 17 and 19", "normal in the test split and anomaly in the test split")]
    [InlineData("candle,test,normal,candle/normal/000.png,", "lines 2 and 19", "normal in the train split and normal in the test split")]
    public void A_VisA_list_that_contradicts_itself_costs_that_category_alone(string row, string lines, string what)
    {
        using var folder = Visa(row);
        var message = Assert.Throws<DatasetException>(() => Dataset.Open(folder.Root)).Message;
        Assert.Contains(lines, message, StringComparison.Ordinal);
        Assert.Contains(what, message, StringComparison.Ordinal);

        folder.TouchMany("cap", 12);
        File.AppendAllLines(folder["split_csv/1cls.csv"], ["", .. Enumerable.Range(0, 12).Select(i => $"cap,train,normal,cap/{i:000}.png,")]);
        Assert.Equal("cap", Dataset.Open(folder.Root).Categories.Single().Name);
        Assert.Contains(Warnings(folder), w => w.StartsWith("candle: left out", StringComparison.Ordinal) && w.Contains(lines, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../../evil")]
    [InlineData("/tmp/evil")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a\\b")]
    [InlineData("nul")]
    [InlineData("a\u0007b")]
    [InlineData("a:b")]
    public void A_name_of_a_list_that_is_no_folder_costs_that_category_alone_and_its_line_is_named(string name)
    {
        using var folder = Visa($"\"{name}\",train,normal,candle/normal/001.png,");
        Assert.Equal("candle", Dataset.Open(folder.Root).Categories.Single().Name);
        var warning = Assert.Single(Warnings(folder), w => w.Contains("left out", StringComparison.Ordinal));
        Assert.Contains("line 19", warning, StringComparison.Ordinal);
        Assert.DoesNotContain(warning, char.IsControl);
    }

    [Fact]
    public void A_folder_that_windows_cannot_hold_is_no_category()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such folders here");
        using var folder = new TempFolder();
        folder.TouchMany("good one/train/good", 12);
        folder.TouchMany("what?/train/good", 12);
        Assert.Equal("good one", Dataset.Open(folder.Root).Categories.Single().Name);
        Assert.Contains(Warnings(folder), w => w.StartsWith("what?: left out", StringComparison.Ordinal) && w.Contains("call it otherwise", StringComparison.Ordinal));
    }

    [Fact]
    public void A_backslash_in_a_name_stays_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a backslash parts folders here");
        using var folder = Category();
        folder.Touch("test/dent", "a\\b.png");
        Assert.Contains("test/dent/a\\b.png", Dataset.Open(folder.Root).Categories.Single().Test.Select(p => p.Id));
    }

    [Fact]
    public void A_list_in_another_form_of_letters_finds_its_photos_and_an_option_its_category()
    {
        using var folder = new TempFolder();
        folder.TouchMany("dose pru\u0308f/normal", 12);
        folder.Write("split_csv/1cls.csv", "object,split,label,image,mask\n" + string.Join('\n', Enumerable.Range(0, 12).Select(i => $"pr\u00fcf,train,normal,dose pr\u00fcf/normal/{i:000}.png,")));
        var category = Dataset.Open(folder.Root, new DatasetOptions { Categories = ["pru\u0308f"] }).Categories.Single();
        Assert.Equal(12, category.Train.Count());
        Assert.All(category.Photos, p => Assert.True(File.Exists(p.Path)));
    }

    [Fact]
    public void Masks_of_a_list_that_do_not_exist_and_lists_that_are_not_read_are_said()
    {
        using var folder = Visa("candle,test,anomaly,candle/anomaly/001.png,candle/masks/001.png");
        folder.Write("labels.csv", "path,label\n");
        folder.TouchMany("candle/validation", 1);
        var warnings = Warnings(folder);
        Assert.Contains(warnings, w => w.Contains("1 mask(s) listed", StringComparison.Ordinal) && w.Contains("candle/masks/001.png (line 19)", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.Contains("labels.csv is not read", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.Contains("candle/validation is not read", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bottle/train")]
    [InlineData("bottle/train/good")]
    [InlineData("bottle/test")]
    [InlineData("bottle/test/scratch")]
    public void A_part_of_a_category_is_answered_with_the_category(string part)
    {
        using var folder = new TempFolder("photos");
        folder.TouchMany("bottle/train/good", 4);
        folder.TouchMany("bottle/test/good", 2);
        folder.TouchMany("bottle/test/scratch", 2);
        var error = Assert.Throws<DatasetException>(() => Dataset.Open(folder[part]));
        Assert.Contains($"'{folder["bottle"]}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_program_has_drawn_is_not_trained_on()
    {
        using var folder = Category();
        var picture = File.ReadAllBytes(folder.Image("photo.png", 8, 8, (_, _) => SkiaSharp.SKColors.Gray));
        File.Delete(folder["photo.png"]);
        folder.Write("train/good/maps/000_heat.png", OwnPicture.Mark(picture));
        Assert.Equal(12, Dataset.Open(folder.Root).Categories.Single().Train.Count());
        Assert.Contains(Warnings(folder), w => w.Contains("1 picture(s) in train/good/ were made by this program", StringComparison.Ordinal));
    }

    [Fact]
    public void Folders_of_systems_beside_the_categories_are_not_looked_into()
    {
        using var folder = new TempFolder();
        folder.TouchMany("part/train/good", 12);
        folder.TouchMany("part/test/good", 1);
        folder.TouchMany("part/test/dent", 1);
        foreach (var name in new[] { "lost+found", "System Volume Information", "$RECYCLE.BIN", ".Trash-1000" })
        {
            folder.TouchMany($"{name}/train/good", 2);
        }

        Assert.Equal("part", Dataset.Open(folder.Root).Categories.Single().Name);
        Assert.Empty(Warnings(folder));
    }
}
