using MLPipeline.Basics;

namespace MLPipeline.Tests.Basics;

public class FileNamesTests
{
    [Theory]
    [InlineData("pru\u0308f", "pr\u00fcf")]
    [InlineData("A\u030a", "\u00c5")]
    [InlineData("\u212b", "\u00c5")]
    [InlineData("\u1100\u1161\u11a8", "\uac01")]
    [InlineData("a\u0323\u0302", "\u1ead")]
    [InlineData("a\u0302\u0323", "\u1ead")]
    [InlineData("\u304b\u3099", "\u304c")]
    public void Names_that_look_the_same_are_the_same(string apart, string together)
    {
        Assert.Equal(together, FileNames.Normal(apart));
        Assert.True(FileNames.AreSame(apart, together));
        Assert.Equal(FileNames.Comparer.GetHashCode(apart), FileNames.Comparer.GetHashCode(together));
    }

    [Fact]
    public void Half_a_pair_of_UTF_16_is_left_as_it_is()
    {
        Assert.Equal("a\ud800b\u00fc", FileNames.Normal("a\ud800b\u00fc"));
        Assert.False(FileNames.AreSame("a\ud800", "a\ud801"));
        Assert.False(FileNames.AreSame("A", "a"));
    }

    [Theory]
    [InlineData("bottle")]
    [InlineData("Teil (neu) #3 \u00e4\u00f6 \u74f6\u5b50 \ud83d\ude00")]
    [InlineData(" leading")]
    [InlineData("a.b")]
    [InlineData("console")]
    [InlineData("=1+1")]
    public void Ordinary_names_have_no_problem(string name) => Assert.Null(FileNames.ProblemOf(name));

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("  ", "is empty")]
    [InlineData(".", "means a folder")]
    [InlineData("..", "means a folder")]
    [InlineData("../../evil", "holds '/'")]
    [InlineData("/tmp/evil", "holds '/'")]
    [InlineData("..\\evil", "holds '\\'")]
    [InlineData("a\u0007b", "U+0007")]
    [InlineData("a\0b", "U+0000")]
    [InlineData("a\nb", "U+000A")]
    [InlineData("a:b", "holds ':'")]
    [InlineData("what?", "holds '?'")]
    [InlineData("end.", "ends in a dot or a blank")]
    [InlineData("end ", "ends in a dot or a blank")]
    [InlineData("con", "device")]
    [InlineData("LPT1.txt", "device")]
    public void Names_that_are_no_folders_everywhere_say_why(string name, string expected) => Assert.Contains(expected, FileNames.ProblemOf(name));

    [Fact]
    public void A_name_of_more_bytes_than_disks_take_is_refused()
    {
        Assert.Null(FileNames.ProblemOf(new string('a', 255)));
        Assert.Contains("255 bytes", FileNames.ProblemOf(new string('\u00e4', 128)));
    }

    [Fact]
    public void Control_characters_are_spelled_out_for_a_terminal() =>
        Assert.Equal("a\\u001b[31mb", FileNames.Shown("a\u001b[31mb"));
}
