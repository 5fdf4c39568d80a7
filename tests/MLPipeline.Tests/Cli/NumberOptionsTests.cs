using System.CommandLine;
using MLPipeline.Cli;

namespace MLPipeline.Tests.Cli;

public class NumberOptionsTests
{
    private static readonly Type[] Numbers = [typeof(int), typeof(int?), typeof(long), typeof(long?), typeof(float), typeof(float?), typeof(double), typeof(double?)];

    /// <summary>Every option of every command that takes a number; a new one is here by itself.</summary>
    public static TheoryData<string, string> Options => [.. App.CreateRoot().Subcommands
        .SelectMany(c => c.Options.Where(o => Numbers.Contains(o.ValueType)).Select(o => (c.Name, o.Name)))];

    [Theory]
    [MemberData(nameof(Options))]
    public async Task What_is_no_number_in_range_is_one_line_and_exit_code_2(string command, string option)
    {
        var wrong = new List<string> { "x", "5%", "10m", "0,5", "1,000", "-3", "NaN", "Infinity", "1e400", "", " ", "0x10", "१" };
        if (Option(command, option).ValueType == typeof(int?))
        {
            wrong.AddRange(["1.5", "1e3", "99999999999"]);
        }

        foreach (var value in wrong)
        {
            var (code, output, error) = await CliRunner.RunAsync([command, .. Arguments(command), option, value]);
            Assert.Equal((2, ""), (code, output));
            var lines = error.TrimEnd().Split('\n');
            Assert.Equal($"Run 'mlpipeline {command} --help' to see what is allowed.", lines[^1]);
            Assert.StartsWith($"error: {option}: '{value}' is ", Assert.Single(lines[..^1]), StringComparison.Ordinal);
            Assert.Contains("allowed: ", lines[0], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("search", "--trials", "0")]
    [InlineData("search", "--minutes", "0")]
    [InlineData("search", "--minutes", "0.0")]
    [InlineData("inspect", "--target-fpr", "0")]
    [InlineData("inspect", "--target-fpr", "1")]
    public async Task Zero_is_refused_where_it_makes_no_sense(string command, string option, string value)
    {
        var (code, _, error) = await CliRunner.RunAsync([command, .. Arguments(command), option, value]);
        Assert.Equal(2, code);
        Assert.StartsWith($"error: {option}: '{value}' is out of range", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("search", "--trials", "12", 12.0)]
    [InlineData("search", "--minutes", "0.05", 0.05)]
    [InlineData("search", "--minutes", "1e-1", 0.1)]
    [InlineData("inspect", "--target-fpr", ".5", 0.5)]
    public void Numbers_in_range_are_read(string command, string option, string value, double expected)
    {
        var parsed = App.CreateRoot().Parse([command, .. Arguments(command), option, value]);
        Assert.Empty(parsed.Errors);
        Assert.Equal(expected, Convert.ToDouble(Option(command, option) is Option<int?> ? parsed.GetValue<int?>(option) : parsed.GetValue<double?>(option), System.Globalization.CultureInfo.InvariantCulture));
    }

    private static Option Option(string command, string option) =>
        App.CreateRoot().Subcommands.Single(c => c.Name == command).Options.Single(o => o.Name == option);

    /// <summary>What the command needs besides; none of it exists.</summary>
    private static string[] Arguments(string command) => [.. App.CreateRoot().Subcommands.Single(c => c.Name == command) switch
    {
        var c => c.Arguments.SelectMany(a => Enumerable.Repeat("nothing", a.Arity.MinimumNumberOfValues))
            .Concat(c.Options.Where(o => o.Required).SelectMany(o => new[] { o.Name, "nothing" }))
            // The photos of a run are no required option, since --sample stands for them.
            .Concat(c.Name == "run" ? ["--sample"] : []),
    }];
}
