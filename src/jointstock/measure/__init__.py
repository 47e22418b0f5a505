"""Months and money: calendars, shares of periods, rates and price years."""
