using MLPipeline.Datasets;

namespace MLPipeline.Tests.Datasets;

public class MaskIndexTests
{
    /// <summary>A category with one bad photo <c>test/dent/000.png</c>, or as given.</summary>
    private static TempFolder Category(params string[] files)
    {
        var folder = new TempFolder("part");
        folder.TouchMany("train/good", 12);
        folder.TouchMany("test/good", 1);
        foreach (var file in files)
        {
            folder.Touch(Path.GetDirectoryName(file)!, Path.GetFileName(file));
        }

        return folder;
    }

    private static Dictionary<string, string?> Masks(TempFolder folder) => Dataset.Open(folder.Root).Categories.Single().Photos.Where(p => p.IsAnomalous)
        .ToDictionary(p => p.Id, p => p.MaskPath is null ? null : p.Relative(p.MaskPath));

    [Theory]
    [InlineData("ground_truth/dent/000_mask.png")]
    [InlineData("ground_truth/dent/000_mask.bmp")]
    [InlineData("ground_truth/dent/000.png")]
    [InlineData("ground_truth/dent/000_MASK.png")]
    [InlineData("ground_truth/dent/000_label.png")]
    [InlineData("ground_truth/dent/000-gt.png")]
    [InlineData("ground_truth/dent/000_seg.jpg")]
    [InlineData("ground_truth/dent/mask_000.png")]
    [InlineData("ground_truth/Dent/000_mask.png")]
    [InlineData("ground_truth/000_mask.png")]
    [InlineData("ground_truth/test/dent/000_mask.png")]
    [InlineData("masks/dent/000.png")]
    [InlineData("Masks/000.png")]
    [InlineData("gt/dent/000.png")]
    [InlineData("test/dent/masks/000.png")]
    [InlineData("test/ground_truth/dent/000_mask.png")]
    [InlineData("test/dent/000_mask.png")]
    [InlineData("test/dent/000_label.bmp")]
    public void A_mask_is_found_by_its_name_in_any_usual_place(string mask)
    {
        using var folder = Category("test/dent/000.png", mask);
        Assert.Equal(new Dictionary<string, string?> { ["test/dent/000.png"] = mask }, Masks(folder));
        Assert.Empty(Dataset.Open(folder.Root).Warnings);
    }

    [Fact]
    public void A_folder_of_masks_for_a_photo_counts_as_one()
    {
        using var folder = Category("test/dent/000.png", "test/dent/001.png", "ground_truth/dent/000/000.png", "ground_truth/dent/000/001.png", "ground_truth/dent/001/000.png");
        Assert.Equal(new Dictionary<string, string?> { ["test/dent/000.png"] = "ground_truth/dent/000", ["test/dent/001.png"] = "ground_truth/dent/001" }, Masks(folder));
        Assert.Empty(Dataset.Open(folder.Root).Warnings);
    }

    [Fact]
    public void Photos_and_masks_in_lots_meet_by_their_places()
    {
        using var folder = Category(
            "test/dent/lot1/000.png", "test/dent/lot2/000.png", "test/dent/lot3/7.png",
            "ground_truth/dent/lot1/000_mask.png", "ground_truth/dent/lot2/000_mask.png", "ground_truth/dent/7_mask.png");
        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["test/dent/lot1/000.png"] = "ground_truth/dent/lot1/000_mask.png",
                ["test/dent/lot2/000.png"] = "ground_truth/dent/lot2/000_mask.png",
                ["test/dent/lot3/7.png"] = "ground_truth/dent/7_mask.png",
            },
            Masks(folder));
    }

    [Fact]
    public void Photos_and_masks_in_folders_side_by_side_meet()
    {
        using var folder = Category("test/hole/rgb/000.png", "test/hole/gt/000.png", "test/hole/xyz/000.tiff");
        Assert.Equal(new Dictionary<string, string?> { ["test/hole/rgb/000.png"] = "test/hole/gt/000.png" }, Masks(folder));
        Assert.Contains(Dataset.Open(folder.Root).Warnings, w => w.Contains("1 file(s) in test/hole/ are not read: 1 .tiff", StringComparison.Ordinal));
    }

    [Fact]
    public void A_mask_that_fits_two_photos_is_used_for_none_and_said()
    {
        using var folder = Category("test/dent/000.png", "test/hole/000.png", "ground_truth/000_mask.png");
        Assert.All(Masks(folder).Values, Assert.Null);
        Assert.Contains(Dataset.Open(folder.Root).Warnings, w => w.Contains("1 mask(s) fit more than one photo", StringComparison.Ordinal));
    }

    [Fact]
    public void A_mask_of_another_defect_is_not_taken()
    {
        using var folder = Category("test/dent/000.png", "ground_truth/hole/000_mask.png");
        Assert.All(Masks(folder).Values, Assert.Null);
        Assert.Contains(Dataset.Open(folder.Root).Warnings, w => w.Contains("1 mask(s) belong to no photo of a defect: ground_truth/hole/000_mask.png", StringComparison.Ordinal));
    }

    [Fact]
    public void Capitals_count_where_two_names_differ_by_them_alone()
    {
        using var folder = Category("test/dent/a.png", "test/dent/A.png", "ground_truth/dent/a_mask.png", "ground_truth/dent/A_mask.png");
        Assert.Equal(new Dictionary<string, string?> { ["test/dent/a.png"] = "ground_truth/dent/a_mask.png", ["test/dent/A.png"] = "ground_truth/dent/A_mask.png" }, Masks(folder));
    }

    [Fact]
    public void Names_meet_whatever_form_a_disk_writes_them_in()
    {
        using var folder = Category(
            "test/kra\u0308tze/pru\u0308f_0.png", "test/kra\u0308tze/pr\u00fcf_1.png",
            "ground_truth/kr\u00e4tze/pr\u00fcf_0_mask.png", "ground_truth/kr\u00e4tze/pru\u0308f_1_mask.png");
        Assert.All(Masks(folder).Values, Assert.NotNull);
        Assert.All(Masks(folder).Values, mask => Assert.True(File.Exists(folder[mask!])));
        Assert.Empty(Dataset.Open(folder.Root).Warnings);
    }

    [Fact]
    public void Masks_that_cannot_be_read_by_their_ending_are_said()
    {
        using var folder = Category("test/dent/000.png", "ground_truth/dent/000_mask.tif");
        Assert.Contains(Dataset.Open(folder.Root).Warnings, w => w.Contains("1 file(s) in ground_truth/ are not read: 1 .tif", StringComparison.Ordinal) && w.Contains("mask", StringComparison.Ordinal));
    }

    [Fact]
    public void Masks_beside_good_photos_are_no_photos()
    {
        using var folder = Category("test/dent/000.png", "train/good/000_mask.png");
        Assert.Equal(12, Dataset.Open(folder.Root).Categories[0].Train.Count());
        Assert.Contains(Dataset.Open(folder.Root).Warnings, w => w.Contains("1 file(s) in train/good/ are called as masks", StringComparison.Ordinal));
    }

    [Fact]
    public void The_plain_layout_finds_masks_too_and_does_not_call_them_photos()
    {
        using var folder = new TempFolder("part");
        folder.TouchMany("good", 20);
        folder.Touch("bad", "x.png");
        folder.Touch("bad/dent", "y.png", "z.png");
        folder.Touch("masks", "x_mask.png");
        folder.Touch("ground_truth/dent", "y_mask.png");
        folder.Touch("ground_truth/bad/dent", "z.png");
        Assert.Equal(
            new Dictionary<string, string?> { ["bad/x.png"] = "masks/x_mask.png", ["bad/dent/y.png"] = "ground_truth/dent/y_mask.png", ["bad/dent/z.png"] = "ground_truth/bad/dent/z.png" },
            Masks(folder));
        Assert.Empty(Dataset.Open(folder.Root).Warnings);
    }
}
