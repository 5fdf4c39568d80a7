using System.ComponentModel.DataAnnotations;

namespace MLPipeline.Basics;

/// <summary>The annotations of a list: those on its length are about the list, all others about each of its items.</summary>
internal static class ListRules
{
    /// <summary>What is wrong with a list of so many items, or null.</summary>
    public static string? Broken(int count, IReadOnlyList<ValidationAttribute> rules)
    {
        var least = rules.OfType<MinLengthAttribute>().FirstOrDefault()?.Length ?? 0;
        var most = rules.OfType<MaxLengthAttribute>().FirstOrDefault()?.Length;
        return count >= least && count <= (most ?? int.MaxValue) ? null
            : $"has {count} items; allowed: {(most is null ? $"{least} or more" : $"{least} to {most}")}.";
    }

    /// <summary>The rules that each item is held against.</summary>
    public static IReadOnlyList<ValidationAttribute> OfItems(IReadOnlyList<ValidationAttribute> rules) =>
        [.. rules.Where(r => r is not (MinLengthAttribute or MaxLengthAttribute))];
}
