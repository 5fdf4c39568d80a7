using MLPipeline.Datasets;

namespace MLPipeline.Tests.Datasets;

public class NameFieldTests
{
    [Fact]
    public void A_field_of_a_few_equal_values_is_found_and_its_pattern_groups_by_it()
    {
        Photo[] photos = [.. Enumerable.Range(0, 40).Select(i => At($"01_2008281{i:0000}_{277500 + (i % 6 * 1000)}_{(i % 9 == 0 ? 225 : 315)}_crop.jpg")), At("01_20083019_999999_315_crop.jpg")];
        var field = Assert.Single(NameField.Of(photos));

        Assert.Equal(6, field.Values.Count);
        Assert.Contains("277500", field.Values);
        var groups = PhotoGroups.Of(GroupRule.Parse(field.Pattern), photos, new());
        Assert.Equal(7, groups.Count);
        Assert.Equal(0, groups.Unnamed);
        Assert.Equal(groups.Numbers[0], groups.Numbers[6]);
    }

    [Fact]
    public void The_first_field_can_be_it()
    {
        Photo[] photos = [.. Enumerable.Range(0, 12).Select(i => At($"cam{i % 3}-{i:000}.png"))];
        var field = Assert.Single(NameField.Of(photos));

        Assert.Equal(["cam0", "cam1", "cam2"], field.Values);
        Assert.Equal(3, PhotoGroups.Of(GroupRule.Parse(field.Pattern), photos, new()).Count);
    }

    [Theory]
    [InlineData("{0:000}.png")]
    [InlineData("part_{0:000}.png")]
    public void Numbered_names_share_none(string name) =>
        Assert.Empty(NameField.Of([.. Enumerable.Range(0, 50).Select(i => At(string.Format(System.Globalization.CultureInfo.InvariantCulture, name, i)))]));

    private static Photo At(string name) => new($"a/train/good/{name}", $"/a/train/good/{name}", "a", Split.Train, false, Photo.Good);
}
